import { ref } from 'vue'

const online = ref(navigator.onLine)
addEventListener('online', () => online.value = true)
addEventListener('offline', () => online.value = false)

/**
 * Whether the phone believes it has a network; our server may be unreachable all the same. VueUse has the
 * same, for 1.5 kB more on the first screen.
 */
export const useOnline = () => online
