import type { KindsOf, NoticeFace, NoticeFaces } from '#client/app/feature.ts'
import { decides } from '#shared/identity/roles.ts'

const page: NoticeFace['page'] = ({ ref }) => ref === null ? null : { name: 'report', params: { id: ref } }
/** Those who decide about reports open it at their desk. */
const deskPage: NoticeFace['page'] = (notice, me) =>
  notice.ref !== null && me !== null && decides(me.role)
    ? { name: 'desk-report', params: { id: notice.ref } }
    : page(notice, me)

export const notices: NoticeFaces<KindsOf<'reports'>> = {
  'reports.rerouted': { text: ({ report, detail }) => `${report}已转到所属辖区${detail}`, page },
  'reports.accepted': { text: ({ report }) => `${report}已受理`, page },
  'reports.declined': { text: ({ report, detail }) => `${report}未受理${detail}`, page },
  'reports.unable': { text: ({ report, detail }) => `${report}无法处理${detail}`, page },
  'reports.assigned': { text: ({ report, detail }) => `${report}已派给处置单位${detail}`, page },
  'reports.working': { text: ({ report }) => `${report}开始处理了`, page },
  'reports.asked': { text: ({ report, detail }) => `${report}有个问题要问你${detail}`, page },
  'reports.answered': { text: ({ report, detail }) => `${report}的问题有了回答${detail}`, page: deskPage },
  'reports.resolved': { text: ({ report }) => `${report}已处理，去看看修好没有`, page },
  'reports.closed': { text: ({ report }) => `${report}已办结`, page },
  'reports.reopened': { text: ({ report, detail }) => `${report}重新处理${detail}`, page: deskPage },
  'reports.merged': { text: ({ report }) => `${report}已并入相同的一条`, page },
  'reports.withdrawn': { text: ({ report }) => `${report}已由上报人撤回`, page },
  'reports.returned': { text: ({ report, detail }) => `${report}从处置单位退回，会另派单位处理${detail}`, page },
  'reports.handedBack': { text: ({ report, detail }) => `${report}被退回，要重新派单${detail}`, page: deskPage },
  'reports.urgent': { text: ({ report }) => `紧急：${report}，请马上处理`, page: deskPage },
  'reports.urged': { text: ({ report }) => `${report}的上报人在催，请尽快处理`, page: deskPage },
  'reports.objected': {
    text: ({ report, detail }) => `${report}的上报人有异议，请重新审核${detail}`,
    page: deskPage,
  },
  'reports.photoCovered': {
    text: ({ report, detail }) => `${report}的照片遮挡了一部分${detail}`,
    page,
  },
  'reports.photoHidden': { text: ({ report, detail }) => `${report}有一张照片已隐藏${detail}`, page },
  'reports.corrected': { text: ({ report, detail }) => `${report}的信息已由工作人员更正${detail}`, page },
  'reports.passedOn': { text: ({ report, detail }) => `${report}已转出你的辖区${detail}`, page: () => null },
  'reports.unmerged': { text: ({ report }) => `${report}不再并案，单独办理`, page },
  'reports.unanswered': { text: ({ report }) => `${report}的问题没有等到回答，已转回工作人员处理`, page },
  'reports.cameBack': { text: ({ report }) => `${report}的问题没有回答，请接着办理`, page: deskPage },
  'reports.overdue': { text: ({ report }) => `${report}已到时限，请尽快办结`, page: deskPage },
  'reports.raised': { text: ({ report, detail }) => `${report}需要督办${detail}`, page: deskPage },
  'reports.planned': { text: ({ report, detail }) => `${report}已排期${detail}`, page },
  'reports.planDue': { text: ({ report }) => `${report}到了排期的日子，请办理`, page: deskPage },
  'reports.handedOver': { text: ({ report, detail }) => `${report}交给你办${detail}`, page: deskPage },
  'reports.filedFor': { text: ({ report }) => `工作人员替你提交了${report}，可以看进展`, page },
  'reports.yourTurn': { text: ({ report }) => `${report}派给了你们`, page: deskPage },
}
