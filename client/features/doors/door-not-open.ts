import { keepingTrouble } from '#client/app/forms/save-trouble.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { uuidv7 } from 'uuidv7'
import { ref } from 'vue'

/** “The door did not open”, told by one tap; it is kept first and sent when it can be. */
export function useDoorNotOpen(stationId: () => string | undefined) {
  const outbox = useOutbox()
  const said = ref('')
  let isTold = false

  async function report() {
    const id = stationId()
    if (isTold || id === undefined) return
    isTold = true // A second tap is the same door.
    try {
      await outbox.enqueue('stations.reportFault', {
        faultId: uuidv7(),
        stationId: id,
        kind: 'door',
        words: '',
      })
      said.value = '已记下，会告诉站长。'
    }
    catch (failure) {
      isTold = false
      said.value = keepingTrouble(failure)
    }
  }
  return { said, report }
}
