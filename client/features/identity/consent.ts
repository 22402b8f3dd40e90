import { PRIVACY_NOTICE } from '#shared/identity/schemas.ts'
import { ref, watch } from 'vue'

/** Which privacy notice was agreed to on this phone; nobody is asked again for the same one. */
const KEY = 'little-bee-consent'

function agreedTo(): string | null {
  try {
    return localStorage.getItem(KEY)
  }
  catch {
    return null // Storage is closed: it is asked each time.
  }
}

/** Whether whoever holds this phone agrees to the privacy notice in force; never ticked for them. */
export function useConsent() {
  const hasAgreed = ref(agreedTo() === PRIVACY_NOTICE)
  watch(hasAgreed, (agrees) => {
    try {
      if (agrees) localStorage.setItem(KEY, PRIVACY_NOTICE)
      else localStorage.removeItem(KEY)
    }
    catch {
      // It holds for this page all the same.
    }
  })
  return hasAgreed
}
