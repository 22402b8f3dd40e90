import { useCommand } from '#client/app/forms/use-command.ts'
import { uuidv7 } from 'uuidv7'
import { computed, ref } from 'vue'

/** Reports by one tap, through the outbox, that the door did not open. */
export function useDoorNotOpen(stationId: () => string | undefined) {
  const { problem, send } = useCommand()
  const isSaved = ref(false)
  const status = computed(() => isSaved.value ? '已告诉站长' : problem.value)

  async function report() {
    const id = stationId()
    if (isSaved.value || id === undefined) return // A second tap is the same report.
    const fault = { faultId: uuidv7(), stationId: id, kind: 'door' as const, words: '' }
    isSaved.value = await send('stations.reportFault', fault) !== undefined
  }
  return { status, report }
}
