/** Runs at most so many jobs at once; the rest wait in order. */
export function openQueue(runningMax: number) {
  const waiting: (() => void)[] = []
  let running = 0

  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running < runningMax) running++
    else await new Promise<void>(start => waiting.push(start))
    try {
      return await work()
    }
    finally {
      const next = waiting.shift()
      if (next) next() // The next job takes this one's place.
      else running--
    }
  }
}
