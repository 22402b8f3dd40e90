import type { ReportView } from '#shared/reports/schemas.ts'

/** Whether staff filed it for somebody on the phone or at the counter: then no shutter says its time. */
export const isFiledFor = ({ timeline }: Pick<ReportView, 'timeline'>): boolean =>
  timeline.some(({ step, by }) => step === 'filed' && by === 'staff')
