/** Lets so many pieces of work run at once; the rest wait their turn, first come, first served. */
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
      if (next) next() // It takes over this one's place.
      else running--
    }
  }
}
