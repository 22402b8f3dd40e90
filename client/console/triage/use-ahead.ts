import type { savedAnswer } from '#client/sync/ask.ts'
import type { QueuedReport } from '#shared/console/schemas.ts'
import type { Ref } from 'vue'
import { whenQuiet } from '#client/app/pieces.ts'
import { useSession } from '#client/app/session/session.ts'
import { ask } from '#client/sync/ask.ts'
import { watch } from 'vue'

type Read = NonNullable<Awaited<ReturnType<typeof savedAnswer>>>
/** Where those lie that the next keys may ask for, by the place of the one that is shown. */
const BESIDE = [1, 2, -1]
/** The same by the place that it had, once it has left the queue and the next one has taken its place. */
const BESIDE_GONE = [0, 1, -1]
/** What was read so long ago (ms) is read again. */
const GROWS_OLD_MS = 30_000

/**
 * Reads the reports beside the one that is shown, so that the next key draws its report at once. When it is
 * shown it is asked for as ever; an act on one that was changed meanwhile is refused, by the step it names.
 */
export function useAhead(rows: Ref<readonly QueuedReport[]>, selected: Ref<string | undefined>) {
  const session = useSession()
  const known = new Map<string, Partial<Read> & { askedAt: number }>()

  async function read(reportId: string) {
    const [askedAt, accountId] = [Date.now(), session.accountId ?? '']
    if (askedAt - (known.get(reportId)?.askedAt ?? 0) < GROWS_OLD_MS) return
    known.set(reportId, { askedAt })
    const answer = await ask('reports.one', { reportId }, { isSaved: false })
    if (answer) known.set(reportId, { askedAt, accountId, answer, etag: null })
  }

  let lastPlace = 0
  watch([selected, rows], () => {
    const place = rows.value.findIndex(({ id }) => id === selected.value)
    if (place >= 0) lastPlace = place
    const beside = (place >= 0 ? BESIDE : BESIDE_GONE).flatMap(by => rows.value[lastPlace + by]?.id ?? [])
    for (const id of known.keys()) {
      if (id !== selected.value && !beside.includes(id)) known.delete(id)
    }
    // What this key shows is drawn first.
    void whenQuiet().then(() => {
      for (const id of beside) void read(id)
    })
  }, { immediate: true, flush: 'post' })

  /** A report as it was read beforehand. */
  return (id: string): Read | undefined => {
    const found = known.get(id)
    return found && 'answer' in found ? found as Read : undefined
  }
}
