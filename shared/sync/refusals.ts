/** Each expected "no" of this domain. */
export type CommandRefusal =
  | { code: 'command.idReused' }
  | { code: 'command.notForYourRole' }
  | { code: 'command.notYourArea' }
