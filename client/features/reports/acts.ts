import type { FollowUpName } from './reports.ts'
import { useRouter } from 'vue-router'

interface ActWords {
  readonly command: Exclude<FollowUpName, 'reports.amend' | 'reports.answer' | 'reports.support'>
  readonly title: string
  /** A sentence on what happens next. */
  readonly next: string
}

/** The acts on one's own report, with the texts of the result page. */
export const acts = {
  rated: { command: 'reports.rate', title: '谢谢你，这件事办结了', next: '路上又少了一个麻烦，多亏你盯到底' },
  reopened: { command: 'reports.rate', title: '已请街道重新处理', next: '办好后，再请你去看一眼' },
  urged: { command: 'reports.urge', title: '已经催了', next: '社区和处置单位都收到了，明天还能再催一次' },
  objected: { command: 'reports.object', title: '异议已提交', next: '工作人员会重新审核，有结果就发消息给你' },
  withdrawn: { command: 'reports.withdraw', title: '已撤回', next: '这条上报不再处理' },
} as const satisfies Record<string, ActWords>
export type Act = keyof typeof acts

/**
 * Opens the result page of an act. Called by the form, because the form is removed once sent and can't emit
 * any more.
 */
export function useActDone(reportId: () => string) {
  const router = useRouter()
  return (act: Act) => router.push({ name: 'act-done', params: { id: reportId(), act } })
}
