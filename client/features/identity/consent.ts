import { PRIVACY_NOTICE } from '#shared/identity/schemas.ts'
import { computed, ref, watch } from 'vue'

/** Which privacy notice was agreed to on this phone; nobody is asked again for the same one. */
const KEY = 'little-bee-consent'

function saved(key: string): string | null {
  try {
    return localStorage.getItem(key)
  }
  catch {
    return null // Storage is closed: it is asked each time.
  }
}

function save(key: string, notice: string | null) {
  try {
    if (notice === null) localStorage.removeItem(key)
    else localStorage.setItem(key, notice)
  }
  catch {
    // The consent holds for this page without storage.
  }
}

/** Key of the last version of the privacy notice whose changes were shown on this phone. */
const TOLD_KEY = 'little-bee-privacy-told'

/**
 * Whether there is a newer privacy notice than the one agreed to whose changes were not shown yet; `noteTold`
 * notes that they were.
 */
export function useNewNotice(agreed: () => string | null | undefined) {
  const told = ref(saved(TOLD_KEY))
  const isNew = computed(() => {
    const before = agreed() ?? saved(KEY)
    return before !== null && before !== PRIVACY_NOTICE && told.value !== PRIVACY_NOTICE
  })
  return { isNew, noteTold: () => save(TOLD_KEY, told.value = PRIVACY_NOTICE) }
}

/**
 * Whether the person on this phone agrees to the privacy notice in force; the box is never ticked for them.
 */
export function useConsent() {
  const hasAgreed = ref(saved(KEY) === PRIVACY_NOTICE)
  watch(hasAgreed, agrees => save(KEY, agrees ? PRIVACY_NOTICE : null))
  return hasAgreed
}
