/** Each expected "no" of this domain. */
export type CommandRefusal =
  | { code: 'command.idReused' }
  | { code: 'command.notForYourRole' }
  | { code: 'command.notYourArea' }
  /** Put off: one more is decided at `until` (UTC ms, the server's clock). */
  | { code: 'command.tooOften', until: number }
