let origin: string | undefined

/** Tells this process, once, where people open the app: the links in door codes lead there. */
export function useDoorOrigin(publicUrl: string): void {
  origin = publicUrl
}

/** Where the links in door codes lead. */
export function doorOrigin(): string {
  if (origin === undefined) throw new Error('nobody said where door codes lead')
  return origin
}
