import type { SignupState } from '#shared/volunteering/rules.ts'
import { overlaps, takesPlace } from '#shared/volunteering/rules.ts'

/** What people may do, and what happens to openings, which are named by their place in the list. */
export type Act =
  | { name: 'signUp' | 'leave' | 'accept' | 'remove' | 'readmit', person: number, opening: number }
  | { name: 'suspend' | 'restore', person: number }
  | { name: 'resize', opening: number, places: number }
  | { name: 'move', opening: number, hours: number }
  | { name: 'callOff', opening: number }
  | { name: 'wait', hours: number, isAsleep: boolean } // Asleep: the clock does nothing then.

export interface Place {
  capacity: number
  lastSeq: number
  startsAt: number
  endsAt: number
  /** Null: who moves up is in at once. */
  readonly answerWithinMs: number | null
  isEnded: boolean
  readonly rows: Map<number, Row>
}
interface Row { state: SignupState, seq: number, answerBy: number | null }
/** Where somebody stands after an act: opening, person, state, until when an offer waits. */
export type Told = readonly [opening: number, person: number, state: SignupState, answerBy: number | null]

const HOUR_MS = 3_600_000
export const takenIn = ({ rows }: Place): number =>
  [...rows.values()].filter(({ state }) => takesPlace(state)).length
const stands = ({ state }: Row) => takesPlace(state) || state === 'waiting'

/** What the room should do, written down once more without a database: the plainest way that is right. */
export class Model {
  readonly suspended = new Set<number>()
  told: Told[] = []

  constructor(readonly places: readonly Place[], public now: number) {}

  /** Nothing else that somebody has, or was offered, is at that time. */
  isFree(person: number, at: number): boolean {
    return this.places.every((place, other) => {
      const state = place.rows.get(person)?.state
      return other === at || place.isEnded || (state !== 'in' && state !== 'offered')
        || !overlaps(place, this.places[at]!)
    })
  }

  /** Who waits and could have a place, the first first. */
  fit(at: number): number[] {
    const { rows, isEnded, startsAt } = this.places[at]!
    if (isEnded || startsAt <= this.now) return []
    return [...rows]
      .filter(([person, { state }]) =>
        state === 'waiting' && !this.suspended.has(person) && this.isFree(person, at))
      .sort(([, one], [, other]) => one.seq - other.seq)
      .map(([person]) => person)
  }

  /** Somebody who stands so; undefined where nobody does. */
  whoIs(state: SignupState, at: number): number | undefined {
    return [...this.places[at]!.rows].find(([, row]) => row.state === state)?.[0]
  }

  /** Does it, and says how it ended. */
  perform(act: Act): string {
    this.told = []
    switch (act.name) {
      case 'signUp': return this.#signUp(act.person, act.opening)
      case 'accept': return this.#accept(act.person, act.opening)
      case 'leave': return this.#takeOff(act.opening, [act.person], 'left')
      case 'remove': return this.#takeOff(act.opening, [act.person], 'refused')
      case 'readmit': return this.#readmit(act.person, act.opening)
      case 'resize': return this.#resize(act.opening, act.places)
      case 'move': return this.#move(act.opening, act.hours)
      case 'callOff': this.places[act.opening]!.isEnded = true
        return this.#catchUp()
      case 'suspend': this.suspended.add(act.person)
        return this.#catchUp()
      case 'restore': this.suspended.delete(act.person)
        return this.#catchUp()
      case 'wait': this.now += act.hours * HOUR_MS
        return act.isAsleep ? 'done' : this.#catchUp()
    }
  }

  #put(at: number, person: number, state: SignupState, answerBy: number | null = null) {
    Object.assign(this.places[at]!.rows.get(person)!, { state, answerBy })
    this.told.push([at, person, state, answerBy])
  }

  #fill(at: number, newcomer?: number) {
    const place = this.places[at]!
    for (const person of this.fit(at).slice(0, place.capacity - takenIn(place))) {
      if (place.answerWithinMs === null || person === newcomer) this.#put(at, person, 'in')
      else this.#put(at, person, 'offered', Math.min(this.now + place.answerWithinMs, place.startsAt))
    }
  }

  #signUp(person: number, at: number): string {
    const place = this.places[at]!
    const known = place.rows.get(person)
    if (known && stands(known)) return 'done'
    if (place.isEnded || place.startsAt <= this.now) return 'closed'
    if (known?.state === 'refused') return 'removed'
    if (!this.isFree(person, at)) return 'clash'
    place.rows.set(person, { state: 'waiting', seq: ++place.lastSeq, answerBy: null })
    this.#fill(at, person)
    if (place.rows.get(person)!.state === 'waiting') this.told.unshift([at, person, 'waiting', null])
    return 'done'
  }

  #accept(person: number, at: number): string {
    const row = this.places[at]!.rows.get(person)
    if (row?.state === 'in') return 'done'
    if (row?.state === 'lapsed') return 'over'
    if (row?.state !== 'offered') return 'absent'
    if (row.answerBy! <= this.now || this.places[at]!.isEnded) return 'over'
    if (!this.isFree(person, at)) return 'clash'
    this.#put(at, person, 'in')
    return 'done'
  }

  #takeOff(at: number, people: readonly number[], state: 'left' | 'refused' | 'lapsed'): string {
    const others = [...this.places.keys()].filter(other => !this.places[other]!.isEnded
      && people.some(person => this.places[other]!.rows.get(person)?.state === 'waiting'))
    for (const person of people) {
      const row = this.places[at]!.rows.get(person)
      if (row && stands(row)) this.#put(at, person, state)
    }
    for (const other of new Set([at, ...others].sort())) this.#fill(other)
    return 'done'
  }

  #readmit(person: number, at: number): string {
    const row = this.places[at]!.rows.get(person)
    if (row?.state !== 'refused') return 'absent'
    row.state = 'left'
    return 'done'
  }

  #resize(at: number, capacity: number): string {
    const place = this.places[at]!
    if (capacity < takenIn(place)) return 'refused'
    place.capacity = capacity
    this.#fill(at)
    return 'done'
  }

  #move(at: number, hours: number): string {
    const place = this.places[at]!
    const startsAt = place.startsAt + hours * HOUR_MS
    if (startsAt <= this.now || place.startsAt <= this.now || place.isEnded) return 'not possible'
    Object.assign(place, { startsAt, endsAt: place.endsAt + hours * HOUR_MS })
    for (const row of place.rows.values()) {
      if (row.answerBy !== null) row.answerBy = Math.min(row.answerBy, startsAt)
    }
    this.#fill(at)
    return this.#catchUp()
  }

  /** What the clock does: ends offers in the order in which they ran out, then gives what stayed free. */
  #catchUp(): string {
    const late = this.places.flatMap(({ rows, isEnded }, at) => [...rows]
      .filter(([, { state, answerBy }]) => !isEnded && state === 'offered' && answerBy! <= this.now)
      .map(([person, { answerBy, seq }]) => ({ at, person, answerBy: answerBy!, seq })))
      .sort((one, other) => one.answerBy - other.answerBy || one.at - other.at || one.seq - other.seq)
    for (const at of new Set(late.map(row => row.at)))
      this.#takeOff(at, late.filter(row => row.at === at).map(({ person }) => person), 'lapsed')
    for (const at of this.places.keys()) this.#fill(at)
    return 'done'
  }
}
