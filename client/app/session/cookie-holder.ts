import { ref } from 'vue'
import { fetchCookieHolder } from './session-requests.ts'

/**
 * Why it is not known whether somebody is signed in, on a phone that has saved nobody; null once the server
 * has answered.
 */
export const holderDoubt = ref<'asking' | 'unreachable' | null>(null)

/** Whose cookie the phone holds; null for nobody, undefined without an answer. */
export async function askCookieHolder() {
  holderDoubt.value = 'asking'
  const holder = await fetchCookieHolder()
  holderDoubt.value = holder === undefined ? 'unreachable' : null
  return holder
}
