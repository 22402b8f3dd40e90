const COVERED = '［已隐去］'
/** Phone, identity and account numbers, with the spaces and dashes that people put in. */
const LONG_NUMBERS = /[+＋]?\p{Nd}(?:[\s\-－—.]{0,2}\p{Nd}){6,}[xｘ]?/giu
const MAILS = /[\w.+-]+[@＠][\w-]+(?:\.[\w-]+)+/g
/** Plates of cars, also with the dot that is painted on them. */
const PLATES = /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][·•\s]?[A-Z0-9]{5,6}/gi

/**
 * A description without what names somebody by a number. Staff looked at it before it is published, but they
 * looked at whether it is to be mended.
 */
export const coveredText = (text: string): string =>
  text.replace(MAILS, COVERED).replace(PLATES, COVERED).replace(LONG_NUMBERS, COVERED)
