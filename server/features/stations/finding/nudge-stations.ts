import type { CommandContext } from '#server/sync/context.ts'

/** Something that everybody may see of a station has changed: hours, closed or open, doubtful or not. */
export function nudgeStations({ nudge }: Pick<CommandContext, 'nudge'>): void {
  nudge('*', 'stations.all', 'stations.near', 'stations.one', 'stations.desk', 'stations.book')
}
