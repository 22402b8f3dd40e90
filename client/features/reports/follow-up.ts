import type { FollowUpName } from './reports.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { computed } from 'vue'
import { followUpsOf } from './reports.ts'

/** A person's waiting commands about a report. */
export function useFollowUps(reportId: () => string) {
  const outbox = useOutbox()
  const waiting = computed(() => followUpsOf(outbox.items, reportId()))
  const isWaiting = (name: FollowUpName) => waiting.value.some(each => each.name === name)
  return { waiting, isWaiting }
}
