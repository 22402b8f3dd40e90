import { defineStore } from 'pinia'
import { ref } from 'vue'

/**
 * Whose outbox and answers this page shows. The app's session sets it at once whenever it changes;
 * `isSignedIn` is false while the session has ended and the account's work stays on the phone.
 */
export const useAccount = defineStore('account', () => ({
  id: ref<string | null>(null),
  isSignedIn: ref(false),
}))
