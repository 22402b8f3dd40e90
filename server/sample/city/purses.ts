import type { Award } from '#server/core/points/index.ts'
import type { Transaction } from '#server/database/database.ts'
import { pointAccounts, pointCaps, transfers } from '#server/core/points/index.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { builtInCaps } from '#shared/points/rules.ts'
import { idAt, insertAll } from './rows.ts'

/** An award and when it was paid (ms). */
export type Paid = Award & { readonly at: number }
type Transfer = typeof transfers.$inferInsert

/** The ledger of a drawn city, with each person's balance and what the caps still allow. */
export function openPurses() {
  const rows: Transfer[] = []
  const purses = new Map<string, { posted: number, held: number }>()
  const caps = new Map<string, typeof pointCaps.$inferInsert>()
  const purseOf = (accountId: string) => {
    const purse = purses.get(accountId) ?? { posted: 0, held: 0 }
    purses.set(accountId, purse)
    return purse
  }
  const add = (transfer: Omit<Transfer, 'id'>) => {
    const id = idAt(transfer.postedAt, `${transfer.kind} ${transfer.reason} ${transfer.ref}`)
    rows.push({ pendingId: null, cap: null, approverId: null, ...transfer, id })
    return id
  }

  /** Awards points, all or none, within the day's cap; true if they fitted. */
  function award({ at, accountId, amount, cap, occurredOn, ...cause }: Paid): boolean {
    const key = `${accountId} ${occurredOn} ${cap}`
    const { used } = caps.get(key) ?? { used: 0 }
    if (used + amount > builtInCaps[cap]) return false
    caps.set(key, { accountId, day: occurredOn, cap, used: used + amount, max: builtInCaps[cap] })
    purseOf(accountId).posted += amount
    const way = { kind: 'post', debit: 'issued', credit: accountId } as const
    add({ ...cause, ...way, amount, cap, occurredOn, actorId: cause.approverId, postedAt: at })
    return true
  }

  const of = (accountId: string, amount: number, ref: string, note: string, at: number) =>
    ({ debit: accountId, credit: 'spent', amount, ref, note, occurredOn: dayOf(at), postedAt: at }) as const

  /** Holds points for an order; returns the hold's id, or undefined if there are not enough. */
  function hold({ accountId, amount, orderId, note, at }: Held): string | undefined {
    const purse = purseOf(accountId)
    if (purse.posted - purse.held < amount) return undefined
    purse.held += amount
    const row = of(accountId, amount, orderId, note, at)
    return add({ ...row, kind: 'hold', reason: 'mall.redeemed', actorId: accountId })
  }

  /** Settles a hold, or voids it. */
  function resolve(kind: 'settle' | 'void', held: Resolved): void {
    const { accountId, amount, orderId, note, at, holdId, actorId } = held
    const purse = purseOf(accountId)
    purse.held -= amount
    if (kind === 'settle') purse.posted -= amount
    const reason = kind === 'settle' ? 'mall.handedOver' : 'mall.released'
    add({ ...of(accountId, amount, orderId, note, at), kind, reason, pendingId: holdId, actorId })
  }

  async function write(tx: Transaction): Promise<void> {
    await insertAll(tx, pointAccounts, [...purses].map(([id, purse]) =>
      ({ id, owner: id, kind: 'person' as const, ...purse })))
    await insertAll(tx, pointCaps, [...caps.values()])
    await insertAll(tx, transfers, rows.toSorted((a, b) => a.postedAt - b.postedAt))
  }
  return { award, hold, resolve, write }
}
export type Purses = ReturnType<typeof openPurses>

interface Held {
  readonly accountId: string
  readonly amount: number
  readonly orderId: string
  readonly note: string
  readonly at: number
}
interface Resolved extends Held {
  readonly holdId: string
  readonly actorId: string
}
