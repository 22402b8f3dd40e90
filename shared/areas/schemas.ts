import { AreaCode } from '#shared/kernel/fields.ts'
import * as v from 'valibot'

/**
 * One area, compact because 3,700 of them are sent together: `[code, name]`; the parent's code is a prefix.
 */
export const Area = v.tuple([AreaCode, v.string()])
export type Area = v.InferOutput<typeof Area>

/** How long the codes of 市, 区, 街道 and 社区 are. */
export const areaCodeLengths = [4, 6, 9, 12] as const
export const [, , STREET_LENGTH, COMMUNITY_LENGTH] = areaCodeLengths
/** The code of the area around one, or null for the city. */
export function parentOf(code: string): string | null {
  const level = areaCodeLengths.indexOf(code.length as 4)
  return level > 0 ? code.slice(0, areaCodeLengths[level - 1]) : null
}
