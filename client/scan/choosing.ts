/** How a scanner ranks a text: the kind of code it looks for, another code of ours, or a foreign one. */
export type Worth = 'wanted' | 'known' | 'foreign'
export type WorthOf = (text: string) => Worth

/** How many frames in a row must show only codes of lower rank before one of them counts: about a second. */
const FRAMES_ALONE = 5

/** The most wanted of the texts in one picture. */
export const bestOf = (texts: readonly string[], worthOf: WorthOf): string | undefined =>
  (['wanted', 'known', 'foreign'] as const)
    .map(worth => texts.find(text => worthOf(text) === worth))
    .find(text => text !== undefined)

/**
 * Chooses from the camera's frames in turn. A wanted code counts at once; any other waits a moment, since the
 * wanted code may be beside it and come into focus.
 */
export function useChoosing(worthOf: WorthOf) {
  let last = { text: '', frames: 0 }

  return (texts: readonly string[]): string | undefined => {
    const text = bestOf(texts, worthOf)
    if (text === undefined) return undefined
    last = { text, frames: text === last.text ? last.frames + 1 : 1 }
    return worthOf(text) === 'wanted' || last.frames >= FRAMES_ALONE ? text : undefined
  }
}
