import { setImmediate as nextTurn } from 'node:timers/promises'

interface Visitor {
  run: () => Promise<unknown>
  passed: (result: unknown) => void
  failed: (error: unknown) => void
}

/**
 * What the turnstile does around a group: `begin` and either `commit` or `undo` once; `protect` around each
 * work of a guarded one.
 */
export interface Group {
  begin: (isGuarded: boolean) => void
  protect: <Result>(work: () => Promise<Result>) => Promise<Result>
  commit: () => void
  undo: () => void
}

const GROUP_MAX = 256
const GUARDED_AFTER_FAILURE = 16

/**
 * Runs a group and returns how each visitor is told. A savepoint around each work costs a good part of the
 * work itself, and hardly any fails: so a group goes without, and when one fails, it is undone and run again
 * with them. The next groups have them too, for failures come together.
 */
function openGroups(group: Group) {
  let guardedLeft = 0

  /** How each visitor is told, once all of it is on disk or none. */
  async function outcomesOf(visitors: Visitor[]): Promise<(() => void)[]> {
    try {
      const settled =
        guardedLeft > 0
          ? await runGuarded(visitors)
          : ((await runBoldly(visitors)) ?? (await runGuarded(visitors)))
      group.commit()
      return settled
    }
    catch (error) {
      group.undo()
      return visitors.map(({ failed }) => () => failed(error))
    }
  }

  /** Undefined, and nothing done, when one of them failed. */
  async function runBoldly(visitors: Visitor[]) {
    group.begin(false)
    try {
      const settled: (() => void)[] = []
      for (const { run, passed } of visitors) {
        const result = await run()
        settled.push(() => passed(result))
      }
      return settled
    }
    catch {
      group.undo()
      guardedLeft = GUARDED_AFTER_FAILURE
      return undefined // Whoever failed fails again when guarded, and hears of it then.
    }
  }

  async function runGuarded(visitors: Visitor[]) {
    guardedLeft--
    group.begin(true)
    const settled: (() => void)[] = []
    for (const { run, passed, failed } of visitors) {
      await group.protect(run).then(
        result => settled.push(() => passed(result)),
        error => settled.push(() => failed(error)),
      )
    }
    return settled
  }

  return outcomesOf
}

/**
 * Lets work through in the order it came, whatever waits at the same moment sharing one group.
 * Nobody hears of success before the group's commit; one visitor's failure is that visitor's alone.
 */
export function openTurnstile(group: Group, groupMax = GROUP_MAX) {
  const waiting: Visitor[] = []
  const outcomesOf = openGroups(group)
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

  /**
   * As long as each turn of the loop brings more, the group grows: those who come together wait for one flush
   * of the disk, not two.
   */
  async function gather() {
    for (let before = 0; waiting.length > before && waiting.length < groupMax;) {
      before = waiting.length
      await nextTurn()
    }
  }

  async function runGroup(visitors: Visitor[]) {
    for (const settle of await outcomesOf(visitors)) settle()
  }

  return <Result>(run: () => Promise<Result>): Promise<Result> => new Promise((passed, failed) => {
    waiting.push({ run, passed: passed as (result: unknown) => void, failed })
    // Requests read from their sockets in the same turn of the loop are all here by the time it ends.
    if (!isRunning && waiting.length === 1) void runGroups()
  })
}
