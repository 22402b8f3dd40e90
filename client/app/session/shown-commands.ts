import { useOutbox } from '#client/sync/outbox.ts'
import { computed } from 'vue'
import { commandFace } from '../registry.ts'

/** Whether people care to see a command wait; that a notice was read goes by quietly. */
export const isShown = ({ name }: { name: string }): boolean => commandFace(name)?.name !== null

/** The commands on this phone that people care to see: those that wait, and those that were returned. */
export function useShownCommands() {
  const outbox = useOutbox()
  return {
    waiting: computed(() => outbox.items.filter(({ envelope }) => isShown(envelope))),
    returned: computed(() => outbox.returned.filter(({ envelope }) => isShown(envelope))),
  }
}
