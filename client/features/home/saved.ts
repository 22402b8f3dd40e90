import { savedAnswer, useAnswer } from '#client/sync/ask.ts'

/** The queries whose answers decide how high the bands of 首页 are. */
const names = [
  'reports.mine',
  'mall.myOrders',
  'stations.myVisits',
  'reports.mended',
  'activities.mine',
  'announcements.now',
] as const
type Name = (typeof names)[number]

let saved: { [Each in Name]?: Awaited<ReturnType<typeof savedAnswer>> } = {}

/** Reads the saved answers before 首页 is built, so that its bands are there at once and nothing moves. */
export async function readSaved(accountId: string): Promise<void> {
  const found = await Promise.all(names.map(async name => [name, await savedAnswer(accountId, name, {})]))
  saved = Object.fromEntries(found) as typeof saved
}

/** The saved answer to a query; undefined for a visitor, who has none. */
export const savedFor = (name: Name) => saved[name]

/** The answer to a query, beginning with the saved one. */
export const useSaved = <Each extends Name>(name: Each) => useAnswer(name, {}, saved[name])
