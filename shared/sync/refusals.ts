export type CommandRefusal =
  | { code: 'command.idReused' }
  | { code: 'command.notForYourRole' }
  | { code: 'command.notYourArea' }
  // Put off, as the next: until a second factor is set up, or a fresh code of it was given.
  | { code: 'command.factorMissing' }
  | { code: 'command.factorStale' }
  /** Put off: one more is decided at `until` (UTC ms, the server's clock). */
  | { code: 'command.tooOften', until: number }
  // `by` changed at that instant (ms) what the command would change, and its maker had not seen that.
  | { code: 'command.changedMeanwhile', by: string, at: number }
