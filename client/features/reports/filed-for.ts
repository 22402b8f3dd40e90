import type { ReportView } from '#shared/reports/schemas.ts'

/** Whether staff filed the report for somebody on the phone or at the counter, so that no photo dates it. */
export const isFiledFor = ({ timeline }: Pick<ReportView, 'timeline'>): boolean =>
  timeline.some(({ step, by }) => step === 'filed' && by === 'staff')
