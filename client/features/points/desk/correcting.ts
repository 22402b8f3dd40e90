import type { FormSpec } from '#client/app/forms/check-input.ts'
import type { PointsDesk } from '#shared/points/schemas.ts'
import { numberIn } from '#shared/kernel/digits.ts'
import { CORRECTION_MAX } from '#shared/points/schemas.ts'

export interface CorrectionFields {
  correctionId: string
  phone: string
  sign: 'plus' | 'minus' | null
  amount: string
  words: string
}

export const correctionForm: FormSpec<'points.correct', CorrectionFields> = {
  command: 'points.correct',
  toInput: ({ correctionId, phone, sign, amount, words }) => ({
    correctionId,
    phone,
    amount: sign && (sign === 'minus' ? -numberIn(amount) : numberIn(amount)),
    words,
  }),
  sentences: {
    phone: '请填 11 位手机号',
    amount: ({ input }) => input === null ? '请选择增加或扣减' : `请填分值，1 到 ${CORRECTION_MAX}`,
    words: '请写明原因（本人可见）',
  },
}

/** Where a correction stands. */
export function correctionState({ state, debt, mayDecide }: PointsDesk['corrections'][number]): string {
  switch (state) {
    case 'approved': return debt > 0 ? `已批准，尚欠 ${debt} 分` : '已批准'
    case 'declined': return '未批准'
    case 'asked': return mayDecide ? '待你复核' : '待另一位管理员复核'
  }
}
