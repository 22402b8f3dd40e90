import type { Place } from '#shared/kernel/fields.ts'
import type { LongerHours } from '#shared/stations/longer-hours.ts'
import type { Need } from '#shared/stations/rules.ts'
import type KDBush from 'kdbush'
import type { KnownPlaces } from './known-places.ts'
import { longerIn } from '#shared/stations/longer-hours.ts'
import { bitOf, stateAt } from '#shared/stations/rules.ts'
import { around } from 'geokdbush'
import { plantTree } from './plant-tree.ts'

/** A search that has passed so many stations in vain gets a tree of its own. */
const LOOKS_MAX = 500
const MINUTE_MS = 60_000
/** All rareTrees together hold at most this many times the stations. */
const HELD_TIMES_MAX = 2

interface Wish {
  readonly place: Place
  readonly needs: readonly Need[]
  readonly most: number
  readonly now: number
  readonly longer: readonly LongerHours[]
}
/**
 * The stations that meet some needs, with a tree over their places. `minute`: the only minute in which the
 * tree is valid.
 */
interface RareTree {
  readonly members: readonly number[]
  readonly minute: number | undefined
  readonly tree: Promise<KDBush>
}
const rareTrees = new WeakMap<KnownPlaces, Map<string, RareTree>>()

/**
 * Numbers of the nearest stations that meet all needs now, nearest first. Rare needs get a tree of their own,
 * so that the whole country is searched for them only once.
 */
export async function nearestPlaces(
  known: KnownPlaces,
  { place, needs, most, now, longer }: Wish,
): Promise<number[]> {
  const look = (tree: KDBush, isWanted?: (at: number) => boolean) =>
    around<number>(tree, place.longitude, place.latitude, most, undefined, isWanted)
  const { numbers } = known
  if (needs.length === 0) return look(known.tree).map(at => numbers[at]!)
  const minute = needs.includes('open') ? Math.floor(now / MINUTE_MS) : undefined // Hours are whole minutes.
  const added = minute === undefined || longer.length === 0 ? '' : JSON.stringify(longer)
  const key = [...[...new Set(needs)].sort(), minute, added].join()
  const isWanted = filterOf(known, needs, now, longer)
  let rareTree = rareTrees.get(known)?.get(key)
  if (!rareTree) {
    let looks = 0
    const found = look(known.tree, at => ++looks > LOOKS_MAX || isWanted(at))
    if (looks <= LOOKS_MAX) return found.map(at => numbers[at]!)
    rareTree = plant(known, key, minute, isWanted)
  }
  const { members } = rareTree
  return look(await rareTree.tree).map(at => numbers[members[at]!]!)
}

/**
 * A test for the stations that meet the needs. A state is computed once per set of facts, when first asked
 * for.
 */
function filterOf(
  { facilities, kinds, facts, areas, areaIds }: KnownPlaces,
  needs: readonly Need[],
  now: number,
  longer: readonly LongerHours[],
): (at: number) => boolean {
  const wanted = needs.reduce((bits, need) => (need === 'open' ? bits : bits | bitOf(need)), 0)
  if (!needs.includes('open')) return at => (facilities[at]! & wanted) === wanted
  const open: (boolean | undefined)[] = []
  const isOpen = (kind: number) => open[kind] ??= stateAt(facts[kind]!, now) === 'open'
  /** By area and facts, since announcements lengthen the hours of areas. */
  const added = areaIds.map(areaId => longerIn(longer, areaId))
  const openLonger = new Map<number, boolean>()
  function isOpenLonger(kind: number, area: number) {
    const key = kind * areaIds.length + area
    const found = openLonger.get(key)
    if (found !== undefined) return found
    const { hours, ...others } = facts[kind]!
    const isOpenNow = stateAt({ ...others, hours: { ...hours, longer: added[area] } }, now) === 'open'
    openLonger.set(key, isOpenNow)
    return isOpenNow
  }
  return at => (facilities[at]! & wanted) === wanted
    && (added[areas[at]!] ? isOpenLonger(kinds[at]!, areas[at]!) : isOpen(kinds[at]!))
}

function plant(
  known: KnownPlaces,
  key: string,
  minute: number | undefined,
  isWanted: (at: number) => boolean,
): RareTree {
  const { ids, coords } = known.tree
  const members: number[] = []
  const places: number[] = []
  for (let i = 0; i < ids.length; i++) {
    if (!isWanted(ids[i]!)) continue
    members.push(ids[i]!)
    places.push(coords[2 * i]!, coords[2 * i + 1]!)
  }
  const rareTree: RareTree = { members, minute, tree: plantTree(places) }
  const planted = rareTrees.get(known) ?? new Map<string, RareTree>()
  rareTrees.set(known, planted.set(key, rareTree))
  makeRoom(planted, rareTree, HELD_TIMES_MAX * ids.length)
  return rareTree
}

/** Drops the trees of other minutes and, while all together are too large, the oldest. */
function makeRoom(planted: Map<string, RareTree>, newest: RareTree, mostMembers: number): void {
  let held = [...planted.values()].reduce((sum, { members }) => sum + members.length, 0)
  for (const [key, tree] of planted) {
    const isOver = tree.minute !== undefined && newest.minute !== undefined && tree.minute !== newest.minute
    if (tree === newest || !(isOver || held > mostMembers)) continue
    planted.delete(key)
    held -= tree.members.length
  }
}
