/** Radius of a tap in a glove (px). */
const REACH_PX = 22

/** What a tap hit: one dot, `several` where the finger covers more than one, or nothing. */
export function hit<Spot extends { x: number, y: number }>(
  spots: readonly Spot[],
  tap: { x: number, y: number },
): Spot | 'several' | undefined {
  const near = spots.filter(({ x, y }) => Math.hypot(x - tap.x, y - tap.y) <= REACH_PX)
  return near.length > 1 ? 'several' : near[0]
}
