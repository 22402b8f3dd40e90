import type { Database, Transaction } from '#server/database/database.ts'
import type { Slots } from '#server/database/prepared.ts'
import type { CommandName } from '#shared/commands.ts'
import type { Batch, Decision, Envelope, Later, Reply } from '#shared/sync/protocol.ts'
import type { CommandSpec } from '#shared/sync/specs.ts'
import type { Nudge } from './changes.ts'
import type { About, Actor, CommandContext, CommandHandlers } from './context.ts'
import type { Effect } from './effects.ts'
import type { Rulings } from './rulings.ts'
import { hash } from 'node:crypto'
import { writeAudit } from '#server/core/audit/index.ts'
import { prepared } from '#server/database/prepared.ts'
import { commands, isCommandName } from '#shared/commands.ts'
import { Refused } from '#shared/refusal.ts'
import { issueTexts } from '#shared/sync/issues.ts'
import { eq } from 'drizzle-orm'
import * as v from 'valibot'
import { admitted, factorWanted } from './admitted.ts'
import { NotYet, RefusedWithNote } from './context.ts'
import { knownOf, Limits } from './limits.ts'
import { phoneClock } from './phone-clock.ts'
import { receipts } from './tables.ts'

/** Deeper than any input of ours. The raw input is serialized recursively, so deeper ones are malformed. */
const DEPTH_MAX = 32
const FAULT_RETRY_MS = 30_000
const MISSING_PHOTOS_RETRY_MS = 1000
const FACTOR_RETRY_MS = 60_000
const factorRefusals = {
  missing: { code: 'command.factorMissing' },
  stale: { code: 'command.factorStale' },
} as const

/** An arrived batch: its sender, when, and what is needed to decide it. */
interface Arrival {
  readonly database: Database
  readonly handlers: CommandHandlers
  readonly rulings: Rulings
  readonly actor: Actor
  readonly sentAt: number
  readonly now: number
  /** Multiplies the limits of commands. */
  readonly limitsFactor: number
  readonly onFault: (error: unknown, name: string) => void
}
/** The caller starts `effects` and publishes `nudges` after the commit. */
export interface Decided { replies: Reply[], nudges: Nudge[], effects: Effect[] }
type AfterCommit = Pick<Decided, 'nudges' | 'effects'>

/**
 * Decides a batch in its order, each command exactly once, its effects and its receipt in one transaction.
 * The promise resolves after the commit. A command that can't be decided now holds up its own lane only; one
 * of a task holds up none, since its commands are about different things.
 */
export async function decide(arrival: Arrival, { commands: envelopes }: Batch): Promise<Decided> {
  const { decided, limits } = await arrival.database.transact(async (tx) => {
    const decided: Decided = { replies: [], nudges: [], effects: [] }
    const heldUp = new Map<string, number>()
    const limits = new Limits(arrival, tx, await knownOf(arrival.database, tx, arrival.now))
    for (const envelope of envelopes) {
      const lane = envelope.name.split('.')[0]!
      const waitMs = heldUp.get(lane)
      const outcome: Decision | Later = waitMs === undefined
        ? await decideOne(arrival, tx, envelope, { decided, limits })
        : { status: 'retry', afterMs: waitMs }
      if (outcome.status === 'retry' && arrival.actor.role !== 'system') heldUp.set(lane, outcome.afterMs)
      decided.replies.push({ id: envelope.id, ...outcome })
    }
    return { decided, limits }
  }, arrival.actor.accountId)
  limits.settle()
  return decided
}

async function decideOne(
  arrival: Arrival,
  tx: Transaction,
  envelope: Envelope,
  { decided, limits }: { readonly decided: AfterCommit, readonly limits: Limits },
): Promise<Decision | Later> {
  const { database, now } = arrival
  if (!isCommandName(envelope.name)) return { status: 'malformed', issues: ['unknown command'] }
  if (isDeeper(envelope.input, DEPTH_MAX)) return { status: 'malformed', issues: ['input: nested too deep'] }
  const spec: CommandSpec = commands[envelope.name]
  const parsed = v.safeParse(spec.input, envelope.input)
  if (!parsed.success) return { status: 'malformed', issues: issueTexts(parsed.issues) }

  const wanted = factorWanted(spec, arrival.actor, now)
  // No receipt is written: the phone keeps a command that can wait, and asks for the code for a live one. An
  // actor who is not admitted at all is refused instead.
  if (wanted && admitted(spec, arrival.actor, now))
    return { status: 'retry', afterMs: FACTOR_RETRY_MS, refusal: factorRefusals[wanted] }

  const receipt = receiptOf(arrival, envelope)
  for (let isAgain = false; ; isAgain = true) {
    try {
      const [earlier] = await findReceipt(tx, { commandId: receipt.commandId })
      if (earlier) return savedDecision(earlier, receipt)
      const until = await limits.heldUntil(envelope.name)
      // No receipt is written: the phone keeps the command and sends it again.
      if (until !== undefined)
        return { status: 'retry', afterMs: until - now, refusal: { code: 'command.tooOften', until } }
      const outcome = await decideNew(arrival, tx, { envelope, input: parsed.output, receipt }, decided)
      if (outcome.status !== 'retry') limits.note(envelope.name)
      return outcome
    }
    catch (error) {
      if (database.isPassing(error)) throw error
      // Another account has used the same id at the same moment; the second attempt finds its receipt.
      if (!isAgain && database.isTaken(error)) continue
      arrival.onFault(error, envelope.name)
      return { status: 'retry', afterMs: FAULT_RETRY_MS }
    }
  }
}

/** A command without a receipt. `input` is the envelope's input as its schema parsed it. */
interface NewCommand { readonly envelope: Envelope, readonly input: unknown, readonly receipt: Receipt }

async function decideNew(
  arrival: Arrival,
  tx: Transaction,
  { envelope, input, receipt }: NewCommand,
  pending: AfterCommit,
): Promise<Decision | Later> {
  const name = envelope.name as CommandName
  const spec: CommandSpec = commands[name]
  const own: Own = { nudges: [], effects: [], about: [], isAct: true }
  try {
    const decision = await arrival.database.attempt(tx, async (inner): Promise<Decision> => {
      const actor = admitted(spec, arrival.actor, arrival.now)
      if (!actor) throw new Refused({ code: 'command.notForYourRole' })
      const context = contextOf(arrival, actor, inner, envelope, own)
      const result = await handle(arrival.handlers, name, input, context)
      if (spec.audited && own.isAct) {
        const act = { actor, at: arrival.now, act: name, input }
        await writeAudit(inner, { ...act, about: Object.assign({}, ...own.about) as About })
      }
      const decision: Decision = result === undefined
        ? { status: 'accepted' }
        : { status: 'accepted', result }
      await insertReceipt(inner, { ...receipt, decision })
      return decision
    })
    pending.nudges.push(...own.nudges)
    pending.effects.push(...own.effects)
    return decision
  }
  catch (error) {
    if (error instanceof NotYet)
      return { status: 'retry', afterMs: MISSING_PHOTOS_RETRY_MS, missingPhotos: error.missingPhotos }
    // A refusal is saved as the decision; any other error undoes the receipt too.
    if (!(error instanceof Refused)) throw error
    const decision: Decision = { status: 'refused', refusal: error.refusal }
    return await arrival.database.attempt(tx, async (inner) => {
      if (error instanceof RefusedWithNote) await error.note(inner)
      await insertReceipt(inner, { ...receipt, decision })
      return decision
    })
  }
}

/** The effects, nudges and audit notes of one command, if it is accepted; `isAct`: whether it is audited. */
type Own = AfterCommit & { readonly about: About[], isAct: boolean }

function contextOf(
  { rulings, now, sentAt }: Arrival,
  actor: Actor,
  tx: Transaction,
  envelope: Envelope,
  own: Own,
): CommandContext {
  const { made, skewMs, correct } = phoneClock(now, sentAt, envelope)
  return {
    tx,
    actor,
    rulings,
    now,
    occurred: made.at,
    isClockDoubtful: made.isDoubtful,
    correct,
    skewMs,
    commandId: envelope.id,
    nudge: (to, ...names) => void own.nudges.push({ to, names }),
    afterCommit: effect => void own.effects.push(effect),
    about: about => void own.about.push(about),
    changedNothing: () => void (own.isAct = false),
  }
}

// TypeScript cannot tie a name to its own handler inside a union; `input` came from this name's schema.
const handle = (handlers: CommandHandlers, name: CommandName, input: unknown, context: CommandContext) =>
  (handlers[name] as (input: unknown, context: CommandContext) => Promise<unknown>)(input, context)

/** Whether lists and objects are nested deeper than so many levels. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  const inner = Array.isArray(value) ? value : Object.values(value)
  return inner.some(one => isDeeper(one, levels - 1))
}

type Receipt = Omit<typeof receipts.$inferInsert, 'decision'>

function receiptOf({ actor, now, sentAt }: Arrival, { id, name, input, madeAt }: Envelope): Receipt {
  const fingerprint = hash('sha256', JSON.stringify([name, input]), 'base64url')
  return { commandId: id, accountId: actor.accountId, name, fingerprint, madeAt, sentAt, decidedAt: now }
}

/** Fails where another account has just used the same id, which can happen on PostgreSQL only. */
const insertReceipt = prepared((tx, slots: Slots<typeof receipts.$inferInsert>) =>
  tx.insert(receipts).values(slots).prepare('insert_receipt'))
const findReceipt = prepared((tx, { commandId }: Slots<{ commandId: string }>) =>
  tx.select().from(receipts).where(eq(receipts.commandId, commandId)).prepare('find_receipt'))

/** The decision saved for this id, unless it belongs to another command or account. */
function savedDecision(earlier: typeof receipts.$inferSelect, receipt: Receipt): Decision {
  const isSame = earlier.fingerprint === receipt.fingerprint && earlier.accountId === receipt.accountId
  return isSame ? earlier.decision as Decision : { status: 'refused', refusal: { code: 'command.idReused' } }
}
