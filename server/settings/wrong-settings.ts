/** Thrown with all mistakes together, so that one start shows every one. */
export class WrongSettings extends Error {
  override readonly name = 'WrongSettings'
  constructor(readonly mistakes: string[]) {
    super(mistakes.join('\n'))
  }
}
