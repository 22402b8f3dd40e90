/**
 * Characters that are invisible anywhere, or reverse the direction of the following text: controls, halves of
 * emoji, zero-width and filler characters. Joiners, variation selectors and tags are kept, because emoji
 * consist of them.
 */
const HIDDEN = /(?![\t\n\r\u200C\u200D\p{VS}\u{E0020}-\u{E007F}])[\p{Cc}\p{Cs}\p{DI}\uFFF9-\uFFFB]/gu
/** A character that is visible on its own; the blank of Braille is not. */
const SHOWN = /[^\s\p{Cc}\p{Cf}\p{Cs}\p{M}\p{DI}\u2800]/u

/** Whether a text has nothing visible. */
export const isBlank = (text: string): boolean => !SHOWN.test(text)

/** The visible part of a text, without spaces at its ends; empty if there is nothing. */
export const shownText = (text: string): string => isBlank(text) ? '' : text.replace(HIDDEN, '').trim()

/** How many characters a text has: an emoji of one code point is one, wherever lengths are bounded. */
export const lengthOf = (text: string): number => [...text].length

/** The first so many characters of a text. */
export const startOf = (text: string, most: number): string => [...text].slice(0, most).join('')
