import type { FormSpec } from '#client/app/forms/check-input.ts'
import type { PhotoBox } from '#shared/media/schemas.ts'
import { isBlank } from '#shared/kernel/text.ts'

export type CoverAct = 'reports.coverPhoto' | 'reports.hidePhoto'
/** Why a photo is covered or hidden. */
export const coverReasons = ['face', 'plate', 'door', 'other'] as const
export type CoverReason = (typeof coverReasons)[number]
export const reasonNames: Record<CoverReason, string> = {
  face: '人脸',
  plate: '车牌',
  door: '门牌或电话',
  other: '其他',
}

export interface CoverFields {
  reason: CoverReason | null
  words: string
  boxes: PhotoBox[]
}
export const emptyCover = (boxes: readonly PhotoBox[]): CoverFields =>
  ({ reason: null, words: '', boxes: boxes.map(box => ({ ...box })) })

interface Seen { readonly reportId: string, readonly hash: string, readonly version: number }

/** The command that changes how everybody sees a photo. */
export const coverForm = (seen: () => Seen, act: () => CoverAct): FormSpec<CoverAct, CoverFields> => ({
  command: act,
  toInput: ({ reason, words, boxes }) => ({
    ...seen(),
    reason: reasonText(reason, words),
    ...act() === 'reports.coverPhoto' && { boxes },
  }),
  sentences: { boxes: '请先在照片上框出要遮挡的地方', reason: '请写明原因' },
})

/** The reason as the reporter will read it. */
function reasonText(reason: CoverReason | null, words: string): string | null {
  if (reason === null) return null
  if (reason === 'other') return isBlank(words) ? null : words
  return `照片里看得清${reasonNames[reason]}`
}
