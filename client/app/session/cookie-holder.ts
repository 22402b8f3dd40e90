import { ref } from 'vue'
import { fetchCookieHolder } from './session-requests.ts'

/** Why a phone that knows nobody can't say that nobody is signed in; null once the server has said who is. */
export const holderDoubt = ref<'asking' | 'unreachable' | null>(null)

/** Whose cookie the phone holds; null for nobody, undefined without an answer. */
export async function askCookieHolder() {
  holderDoubt.value = 'asking'
  const holder = await fetchCookieHolder()
  holderDoubt.value = holder === undefined ? 'unreachable' : null
  return holder
}
