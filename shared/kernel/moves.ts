/** One line of a state machine: who may move it from which states to which. */
export interface Move<State extends string, By extends string, Step extends string> {
  readonly from: readonly State[]
  readonly to: State
  readonly by: By
  /** The name of the step in the history. */
  readonly step: Step
}
type AnyMove = Move<string, string, string>

/** The moves that somebody may make from a state. */
export const movesFrom = <Line extends AnyMove>(
  table: readonly Line[],
  state: Line['to'],
  by: Line['by'],
): Line[] => table.filter(move => move.by === by && move.from.includes(state))

/** The one move that leads from a state to another, or undefined where the table allows none. */
export const findMove = <Line extends AnyMove>(
  table: readonly Line[],
  from: Line['to'],
  to: Line['to'],
  by: Line['by'],
): Line | undefined => movesFrom(table, from, by).find(move => move.to === to)
