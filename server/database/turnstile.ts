import { setImmediate as nextTurn } from 'node:timers/promises'

interface Visitor { run: () => Promise<unknown>, passed: (result: unknown) => void, failed: (error: unknown) => void }

/** What the turnstile does around a group: `begin` and `commit` once, `protect` around each one's work. */
export interface Group {
  begin: () => void
  protect: <Result>(work: () => Promise<Result>) => Promise<Result>
  commit: () => void
  undo: () => void
}

const GROUP_MAX = 256

/**
 * Lets work through in the order it came, whatever waits at the same moment sharing one group.
 * Nobody hears of success before the group's commit; one visitor's failure is that visitor's alone.
 */
export function openTurnstile(group: Group, groupMax = GROUP_MAX) {
  const waiting: Visitor[] = []
  let isRunning = false

  async function runGroups() {
    isRunning = true
    while (waiting.length > 0) {
      await gather()
      await runGroup(waiting.splice(0, groupMax))
      await nextTurn() // Answers go out and requests come in.
    }
    isRunning = false
  }

  /** As long as each turn of the loop brings more, the group grows: those who come together wait for one flush of the disk, not two. */
  async function gather() {
    for (let before = 0; waiting.length > before && waiting.length < groupMax;) {
      before = waiting.length
      await nextTurn()
    }
  }

  async function runGroup(visitors: Visitor[]) {
    const settled: (() => void)[] = []
    try {
      group.begin()
      for (const { run, passed, failed } of visitors) {
        await group.protect(run).then(
          result => settled.push(() => passed(result)),
          error => settled.push(() => failed(error)),
        )
      }
      group.commit()
    }
    catch (error) {
      group.undo()
      for (const { failed } of visitors) failed(error)
      return
    }
    for (const settle of settled) settle()
  }

  return <Result>(run: () => Promise<Result>): Promise<Result> => new Promise((passed, failed) => {
    waiting.push({ run, passed: passed as (result: unknown) => void, failed })
    // Requests read from their sockets in the same turn of the loop are all here by the time it ends.
    if (!isRunning && waiting.length === 1) void runGroups()
  })
}
