import { setImmediate as nextTurn } from 'node:timers/promises'
import KDBush from 'kdbush'

/** Places sorted in one go (some milliseconds); other requests run in between. */
const AT_ONCE = 10_000

/**
 * A tree over places, given as longitude, latitude, longitude …, which it knows by index. Many places are
 * sorted in steps with pauses, into the same order as kdbush sorts without one.
 */
export async function plantTree(places: ArrayLike<number>): Promise<KDBush> {
  const count = places.length / 2
  const tree = new KDBush(count)
  for (let at = 0; at < count; at++) {
    tree.add(places[2 * at]!, places[2 * at + 1]!)
    if (at % AT_ONCE === AT_ONCE - 1) await nextTurn()
  }
  if (count <= AT_ONCE) return tree.finish()
  await sort(tree, 0, count - 1, 0)
  return KDBush.from(tree.data)
}

/** Each node is the middle one by longitude or, in the next row of the tree, by latitude. */
async function sort(tree: KDBush, left: number, right: number, axis: 0 | 1): Promise<void> {
  if (right - left <= AT_ONCE) {
    sortAtOnce(tree, left, right, axis)
    return await nextTurn()
  }
  const middle = (left + right) >> 1
  let range: Range | undefined = [left, right]
  while (range) {
    range = narrowed(tree, middle, range, axis)
    await nextTurn()
  }
  await sort(tree, left, middle - 1, other(axis))
  await sort(tree, middle + 1, right, other(axis))
}

function sortAtOnce(tree: KDBush, left: number, right: number, axis: 0 | 1): void {
  if (right - left <= tree.nodeSize) return
  const middle = (left + right) >> 1
  let range: Range | undefined = [left, right]
  while (range) range = narrowed(tree, middle, range, axis)
  sortAtOnce(tree, left, middle - 1, other(axis))
  sortAtOnce(tree, middle + 1, right, other(axis))
}

const other = (axis: 0 | 1) => axis === 0 ? 1 : 0

type Range = readonly [from: number, until: number]

/**
 * One pass of the search that puts the right place at `wanted`, with none greater before it and none smaller
 * after it (Hoare). Returns the range that is left; undefined at the end.
 */
function narrowed(
  { ids, coords }: KDBush,
  wanted: number,
  [from, until]: Range,
  axis: 0 | 1,
): Range | undefined {
  if (from >= until) return undefined
  const pivot = coords[2 * ((from + until) >> 1) + axis]!
  let [low, high] = [from, until]
  while (low <= high) {
    while (coords[2 * low + axis]! < pivot) low++
    while (coords[2 * high + axis]! > pivot) high--
    if (low > high) break
    swap(ids, low, high)
    swap(coords, 2 * low, 2 * high)
    swap(coords, 2 * low++ + 1, 2 * high-- + 1)
  }
  if (wanted <= high) return [from, high]
  return wanted >= low ? [low, until] : undefined
}

function swap(list: KDBush['ids'] | KDBush['coords'], i: number, j: number): void {
  const first = list[i]!
  list[i] = list[j]!
  list[j] = first
}
