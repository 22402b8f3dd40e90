import type { Register } from '#shared/identity/schemas.ts'
import { isWithin } from '#shared/identity/roles.ts'
import { DAY_MS } from '#shared/kernel/day.ts'

/**
 * `secret`: nobody learns who chose what. `named`: names are shown beside the options once the poll is
 * counted.
 */
export const ballots = ['secret', 'named'] as const
export type Ballot = (typeof ballots)[number]

export const OPTIONS_MIN = 2
export const OPTIONS_MAX = 10
/** With fewer votes no numbers are shown, because they would reveal who chose what. */
export const LEAST_VOTES: Readonly<Record<Ballot, number>> = { secret: 5, named: 2 }
/** How long after its end a poll waits for votes saved on phones without a network (ms). */
export const ARRIVAL_MS = 2 * 3_600_000
export const POLL_MS_MIN = 3_600_000
export const POLL_MS_MAX = 90 * DAY_MS

/** Who may vote, besides living or working in the area. */
export const audiences = ['everyone', 'couriers', 'residents'] as const
export type Audience = (typeof audiences)[number]

export const pollStates = ['published', 'cancelled', 'counted'] as const
export type PollState = (typeof pollStates)[number]
/**
 * The outcome: shown; too few votes to be shown; below the quorum; or lost, because the box did not open or
 * did not hold as many votes as there were voters.
 */
export const outcomes = ['shown', 'tooFew', 'quorumMissed', 'lost'] as const
export type Outcome = (typeof outcomes)[number]

interface Span { readonly state: PollState, readonly startsAt: number, readonly endsAt: number }
/** The stage of a poll at an instant (ms). `arriving`: over, and waiting for votes saved on phones. */
export const pollStages = ['coming', 'running', 'arriving', 'counted', 'cancelled'] as const
export type PollStage = (typeof pollStages)[number]
export function stageOf({ state, startsAt, endsAt }: Span, now: number): PollStage {
  if (state !== 'published') return state
  return now < startsAt ? 'coming' : now <= endsAt ? 'running' : 'arriving'
}

/** The outcome of a poll by its number of votes. */
export function outcomeOf({ ballot, quorum }: Counted, turnout: number): Outcome {
  if (turnout < quorum) return 'quorumMissed'
  return turnout < LEAST_VOTES[ballot] ? 'tooFew' : 'shown'
}
interface Counted { readonly ballot: Ballot, readonly quorum: number }

/** Why somebody may not vote. */
export const whyNots = [
  'unregistered',
  'late',
  'moved',
  'elsewhere',
  'otherKind',
  'otherWork',
  'otherCompany',
] as const
export type WhyNot = (typeof whyNots)[number]

/** Who may vote in a poll. An empty list admits everybody. */
export interface Electorate {
  readonly areaId: string
  readonly audience: Audience
  readonly works: readonly NonNullable<Register['work']>[]
  readonly companies: readonly NonNullable<Register['company']>[]
  readonly startsAt: number
}
interface Person {
  readonly role: string
  readonly areaId: string | null
  readonly work: Register['work']
  readonly company: Register['company']
  readonly registeredAt: number | null
  readonly createdAt: number
  readonly movedAt: number | null
}

/**
 * Why somebody may not vote in a poll; null if they may. Accounts made after it began, or whose area, role,
 * company or work changed since, have no vote, or people would move to wherever a poll is.
 */
export function whyNot(electorate: Electorate, person: Person): WhyNot | null {
  const { areaId, audience, works, companies, startsAt } = electorate
  if (person.registeredAt === null || person.areaId === null) return 'unregistered'
  if (!isWithin(person.areaId, areaId)) return 'elsewhere'
  const isCourier = person.role === 'courier'
  if (audience !== 'everyone' && isCourier !== (audience === 'couriers')) return 'otherKind'
  if (works.length > 0 && (person.work === null || !works.includes(person.work))) return 'otherWork'
  if (companies.length > 0 && (person.company === null || !companies.includes(person.company)))
    return 'otherCompany'
  if (person.createdAt > startsAt) return 'late'
  return (person.movedAt ?? 0) > startsAt ? 'moved' : null
}
