import { afterAll } from 'vitest'

type Begin = (...wait: unknown[]) => ReturnType<typeof setTimeout>

/**
 * What a file still waits for ends with it: the process goes on with other files, where a wait that ran out
 * would fail one of them.
 */
function endTimersWithFile(name: 'setTimeout' | 'setInterval'): void {
  const begin = globalThis[name] as unknown as Begin
  const begun = new Set<ReturnType<Begin>>()
  let isOver = false
  const beginHere: Begin = (...wait) => {
    const timer = begin(...wait)
    if (isOver) clearTimeout(timer)
    else begun.add(timer)
    return timer
  }
  const described = Object.getOwnPropertyDescriptors(begin)
  globalThis[name] = Object.defineProperties(beginHere, described) as never
  afterAll(() => {
    isOver = true
    for (const timer of begun) clearTimeout(timer)
    begun.clear()
  })
}
endTimersWithFile('setTimeout')
endTimersWithFile('setInterval')
