export type CommandRefusal =
  | { code: 'command.idReused' }
  | { code: 'command.notForYourRole' }
  | { code: 'command.notYourArea' }
  // Both are put off: until a second factor is set up, and until a fresh code of it was given.
  | { code: 'command.factorMissing' }
  | { code: 'command.factorStale' }
  /** Put off: one more is decided at `until` (UTC ms, the server's clock). */
  | { code: 'command.tooOften', until: number }
  // `by` made a change at that instant (ms) that the command's maker had not seen, and it would be
  // overwritten.
  | { code: 'command.changedMeanwhile', by: string, at: number }
