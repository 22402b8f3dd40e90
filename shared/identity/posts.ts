/** The kind of a post's scope: an area and all inside it, a unit, a station, or a team. */
type ScopeKind = 'area' | 'unit' | 'station' | 'team'

interface PostRule {
  readonly scope: ScopeKind
  /** A rider holds it beside their own work, so that no session ends when it begins or ends. */
  readonly isStanding?: true
}

/** The posts that somebody can hold, with the kind of scope of each. */
export const postRules = {
  admin: { scope: 'area' },
  staff: { scope: 'area' },
  unit: { scope: 'unit' },
  keeper: { scope: 'station' },
  captain: { scope: 'team', isStanding: true },
  laneAdviser: { scope: 'area', isStanding: true },
  stairHead: { scope: 'area', isStanding: true },
  guard: { scope: 'area', isStanding: true },
} as const satisfies Record<string, PostRule>
export type PostKind = keyof typeof postRules
export const postKinds = Object.keys(postRules) as [PostKind, ...PostKind[]]

/** The standing posts over an area, whose holders patrol it. */
export const beatKinds = ['laneAdviser', 'stairHead', 'guard'] as const satisfies PostKind[]

export const isStanding = (kind: PostKind): boolean => 'isStanding' in postRules[kind]

/** A post as permission checks need it: `scope` is an area's code, or the id of a unit, station or team. */
export interface HeldPost {
  readonly id: string
  readonly kind: PostKind
  readonly scope: string
  readonly from: number
  /** The instant (ms) at which it ends by itself; null: never. */
  readonly until: number | null
}

/** Whether a post that nobody has ended holds at an instant (ms). */
export const holdsAt = ({ from, until }: Pick<HeldPost, 'from' | 'until'>, now: number): boolean =>
  from <= now && (until === null || now < until)
