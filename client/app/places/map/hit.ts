/** Radius of a tap in a glove (px). */
const REACH_PX = 26

/** The nearest of those that a finger covers, or nothing. */
export function hit<Spot extends { x: number, y: number }>(
  spots: readonly Spot[],
  tap: { x: number, y: number },
): Spot | undefined {
  const distance = ({ x, y }: Spot) => Math.hypot(x - tap.x, y - tap.y)
  return spots
    .filter(spot => distance(spot) <= REACH_PX)
    .sort((a, b) => distance(a) - distance(b))[0]
}
