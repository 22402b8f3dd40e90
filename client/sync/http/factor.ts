/** Asks the person for a fresh code of their second factor; true once one was given. */
type Asking = () => Promise<boolean>
let askHolder: Asking | undefined
let asking: Promise<boolean> | undefined

/** Registers how the app asks. */
export const onFactorWanted = (ask: Asking): void => void (askHolder = ask)

/** Asks once for all requests that wait for a code; false where nobody can be asked. */
export function freshFactor(): Promise<boolean> {
  const asked = asking ?? askHolder?.() ?? Promise.resolve(false)
  asking = asked
  void asked.finally(() => asking = undefined)
  return asked
}

/** Whether the server wants a fresh code first. */
export const wantsFactor = (refusal: { readonly code: string } | undefined): boolean =>
  refusal?.code === 'command.factorStale'
