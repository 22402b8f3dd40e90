import { setImmediate as nextTurn } from 'node:timers/promises'

interface Visitor {
  run: () => Promise<unknown>
  passed: (result: unknown) => void
  failed: (error: unknown) => void
}

/**
 * How a group runs: `begin`, then `commit` or `undo` once; `protect` around each transaction of a guarded
 * group.
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
 * Runs a group and returns how each waiting caller is answered. A savepoint costs a good part of a
 * transaction, and few fail: a group runs without, and after a failure it is undone and run again with
 * savepoints. The next groups use them too, since failures come together.
 */
function openGroups(group: Group) {
  let guardedLeft = 0

  /** Each caller's answer, once the whole group is on disk or undone. */
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

  /** Runs a group without savepoints; undefined if one of them failed, and then nothing was done. */
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
      // The failing one fails again in the run with savepoints, and its caller gets the error then.
      return undefined
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
 * Runs transactions in the order in which they came; those waiting at the same moment share one commit. No
 * caller gets a success before that commit, and a failure concerns its own caller only.
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
      await nextTurn() // Lets answers out and requests in.
    }
    isRunning = false
  }

  /**
   * Lets the group grow while each turn of the event loop brings more, so that requests that come together
   * share one flush to disk.
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
    // Requests read from their sockets in the same turn of the loop are all here when it ends.
    if (!isRunning && waiting.length === 1) void runGroups()
  })
}
