/** What a text is to a scanner: what it is there for, another code of ours, or somebody else's. */
export type Worth = 'wanted' | 'known' | 'foreign'
export type WorthOf = (text: string) => Worth

/** So many frames show a code that isn't wanted, and none that is, before it counts: about a second. */
const FRAMES_ALONE = 5

/** The most wanted of the texts in one picture. */
export const bestOf = (texts: readonly string[], worthOf: WorthOf): string | undefined =>
  (['wanted', 'known', 'foreign'] as const)
    .map(worth => texts.find(text => worthOf(text) === worth))
    .find(text => text !== undefined)

/**
 * Chooses from the camera's frames in turn. A wanted code counts at once; another one first gives the wanted
 * code beside it time to come into focus.
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
