/** Each expected "no" of this domain. */
export type CommandRefusal =
  | { code: 'command.idReused' }
  | { code: 'command.notForYourRole' }
  | { code: 'command.notYourArea' }
  // `by` changed at that instant (ms) what the command would change, and its maker had not seen that.
  | { code: 'command.changedMeanwhile', by: string, at: number }
