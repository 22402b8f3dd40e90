import type { CommandInput } from '#shared/commands.ts'
import type { FollowUpName } from './reports.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { computed, ref } from 'vue'
import { followUpsOf, keepingTrouble } from './reports.ts'

/** What a person does about a report that is there already: kept on the phone first, sent when it can be. */
export function useFollowUp(reportId: () => string) {
  const outbox = useOutbox()
  const trouble = ref<string>()
  const waiting = computed(() => followUpsOf(outbox.items, reportId()))
  const isWaiting = (name: FollowUpName) => waiting.value.some(each => each.name === name)

  /** True once it is kept; else the reason stands in `trouble` and the form stays as it is. */
  async function follow<Name extends FollowUpName>(name: Name, input: CommandInput<Name>): Promise<boolean> {
    trouble.value = undefined
    try {
      await outbox.enqueue(name, input)
      return true
    }
    catch (failure) {
      trouble.value = keepingTrouble(failure)
      return false
    }
  }

  return { waiting, isWaiting, trouble, follow }
}
