import type { Reader } from './reader.ts'
import { answerWithin } from '#client/patience.ts'
import { nativeReader } from './native-reader.ts'
import { workerReader } from './worker-reader.ts'

/** How long the browser's own reader may look at one picture. */
const READ_WAIT_MS = 4_000

/** The browser's own reader for as long as it answers, else ours. */
export async function openReader(): Promise<Reader> {
  const native = await answerWithin(READ_WAIT_MS, nativeReader, null)
  if (!native) return workerReader()
  let ours: Reader | undefined
  return {
    read: async (...picture) => {
      // It may fail at times, and find nothing then.
      const read = () => native.read(...picture).catch(() => [])
      const texts = ours ? null : await answerWithin(READ_WAIT_MS, read, null)
      return texts ?? await (ours ??= workerReader()).read(...picture)
    },
    close: () => {
      native.close()
      ours?.close()
    },
  }
}
