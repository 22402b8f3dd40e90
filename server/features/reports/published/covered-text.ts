const COVERED = '［已隐去］'
/** A digit in whatever script: full-width, circled, as a key of emoji, or said in Chinese. */
const DIGIT = '[\\p{Nd}⓪①②③④⑤⑥⑦⑧⑨〇零幺一二三四五六七八九]\\uFE0F?\\u20E3?'
/** What people put between the digits of a number. */
const GAP = '[\\s\\p{Pd}.．·•_＿/／*＊~～()（）]'
/** Phone, identity and account numbers, with separators between their digits. */
const LONG_NUMBERS = new RegExp(`[+＋]?${DIGIT}(?:${GAP}{0,4}${DIGIT}){6,}[xｘ]?`, 'giu')
// Anchored at the beginning of a word, since a long word without an @ would otherwise be scanned once for
// each of its letters.
const MAILS = /(?<![\w.+-])[\w.+-]+[@＠][\w-]+(?:\.[\w-]+)+/g
const PROVINCES = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼'
/** Plates of cars, also with the dot that is painted on them. */
const PLATES = new RegExp(`[${PROVINCES}]\\s?[A-Z][·•\\s\\p{Pd}]{0,2}[A-Z0-9]{4,5}[A-Z0-9挂学警港澳]`, 'giu')

/**
 * A description without numbers that identify somebody. Staff have read it before it is published, but with
 * an eye on the fault and not on privacy.
 */
export const coveredText = (text: string): string =>
  text.replace(MAILS, COVERED).replace(PLATES, COVERED).replace(LONG_NUMBERS, COVERED)
