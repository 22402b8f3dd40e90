import { answerWithin } from '#client/patience.ts'

/** A cheap phone takes some seconds; one in fifty puzzles takes four times as long. */
const SOLVE_WAIT_MS = 60_000

/** Solves a puzzle of the sign-in away from the page; null where no worker runs, or not in time. */
export async function solvePuzzle(puzzle: string): Promise<number | null> {
  if (typeof Worker === 'undefined') return null
  const worker = new Worker(new URL('./solve-worker.ts', import.meta.url), { type: 'module' })
  try {
    return await answerWithin(SOLVE_WAIT_MS, () => new Promise<number | null>((resolve) => {
      worker.onmessage = ({ data }: MessageEvent<number>) => resolve(data)
      worker.onerror = () => resolve(null)
      worker.postMessage(puzzle)
    }), null)
  }
  finally {
    worker.terminate()
  }
}
