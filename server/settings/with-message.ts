import * as v from 'valibot'

/** One setting as text, with the sentence for any mistake in it. */
export const withMessage = <Schema extends v.GenericSchema<string, unknown>>(
  sentence: string,
  schema: Schema,
) =>
  v.message(schema, sentence)

/** An http address without a path, as its origin. */
export const origin = v.pipe(
  v.string(),
  v.url(),
  v.regex(/^https?:\/\/[^/?#@]+\/?$/),
  v.transform(url => new URL(url).origin),
)

/** A whole number, in digits. */
export const wholeNumber = (least: number, most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d+$/),
    v.transform(Number),
    v.safeInteger(),
    v.minValue(least),
    v.maxValue(most),
  )
