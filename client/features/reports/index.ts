import type { ClientFeature, KindsOf, OfflineOf } from '#client/app/feature.ts'
import type { reportsCommands } from '#shared/reports/commands.ts'
import type { ReportsRefusal } from '#shared/reports/refusals.ts'
import type { RouteLocationRaw } from 'vue-router'
import { kindNames } from '#client/app/words/reports.ts'
import { deciders, riders } from '#shared/identity/roles.ts'

const choice = { field: 'kind', label: '类别', names: kindNames, emergency: 'emergency' } as const
const reportPage = ({ reportId }: { reportId: string }): RouteLocationRaw =>
  ({ name: 'report', params: { id: reportId } })

export default {
  routes: [
    {
      path: '/report',
      name: 'capture',
      component: () => import('./CapturePage.vue'),
      meta: { title: '随手拍', opensFrom: 'menu', isOpen: true },
    },
    {
      path: '/report/:draftId',
      name: 'finish-report',
      component: () => import('./FinishReportPage.vue'),
      props: true,
      meta: { title: '写上报', opensFrom: 'page', isOpen: true },
    },
    {
      path: '/reports',
      name: 'my-reports',
      component: () => import('./MyReportsPage.vue'),
      meta: { title: '我的上报', tab: 'my-reports', isKept: true, signInReason: 'reports' },
    },
    {
      path: '/reports/:id',
      name: 'report',
      component: () => import('./ReportPage.vue'),
      props: true,
      meta: { title: '上报详情', opensFrom: 'page', signInReason: 'reports' },
    },
    {
      path: '/reports/:id/filed',
      name: 'filed',
      component: () => import('./FiledPage.vue'),
      props: true,
      meta: { title: '提交结果', tab: 'my-reports', signInReason: 'reports' },
    },
    {
      path: '/reports/:id/done/:act',
      name: 'act-done',
      component: () => import('./ActDonePage.vue'),
      props: true,
      meta: { title: '提交结果', opensFrom: 'page' },
    },
    {
      path: '/desk',
      name: 'desk',
      component: () => import('./desk/DeskPage.vue'),
      meta: { title: '工作台', opensFrom: 'menu' },
    },
    {
      path: '/desk/new',
      name: 'file-for',
      component: () => import('./desk/FileForPage.vue'),
      meta: { title: '代人上报', opensFrom: 'page' },
    },
    {
      path: '/desk/raised',
      name: 'raised',
      component: () => import('./desk/RaisedPage.vue'),
      meta: { title: '督办', opensFrom: 'menu' },
    },
    {
      path: '/desk/:id',
      name: 'desk-report',
      component: () => import('./desk/DeskReportPage.vue'),
      props: true,
      meta: { title: '工作台上报', opensFrom: 'page' },
    },
    {
      path: '/desk/:id/case',
      name: 'print-case',
      component: () => import('./cases/PrintCasePage.vue'),
      props: true,
      meta: { title: '打印工单', opensFrom: 'page' },
    },
    {
      path: '/case',
      name: 'case',
      component: () => import('./cases/CasePage.vue'),
      meta: { title: '工单', opensFrom: 'page', isOpen: true, isBeforeFactor: true },
    },
    {
      path: '/desk/:id/photos/:hash',
      name: 'cover-photo',
      component: () => import('./desk/CoverPhotoPage.vue'),
      props: true,
      meta: { title: '遮挡照片', opensFrom: 'page' },
    },
  ],
  entries: [
    { at: { 'me.mine': 10 }, for: deciders, icon: 'desk', title: '工作台', to: { name: 'desk' } },
    {
      at: { 'home.mine': 12, 'me.mine': 12 },
      for: ['admin'],
      icon: 'warning',
      title: '督办',
      query: 'desk.raised',
      badge: ({ answer }) => answer?.reports.length ?? 0,
      to: { name: 'raised' },
    },
    { at: { 'home.mine': 60 }, for: deciders, icon: 'camera', title: '随手拍', to: { name: 'capture' } },
    {
      at: { 'home.mine': 70 },
      if: ({ drafts }) => drafts > 0,
      icon: 'draft',
      title: '草稿',
      badge: ({ drafts }) => drafts,
      to: { name: 'my-reports' },
    },
    { at: { 'home.mine': 72 }, for: riders, icon: 'list', title: '我的上报', to: { name: 'my-reports' } },
    { at: { 'me.mine': 120 }, icon: 'camera', title: '我的上报', to: { name: 'my-reports' } },
  ],
  commands: {
    'reports.file': {
      name: '随手拍',
      page: reportPage,
      subject: ({ kind }) => kindNames[kind],
      place: ({ place }) => place,
      spot: ({ spot }) => spot,
      text: 'text',
      isEditable: true,
      choice,
      form: ({ reportId }, saved) => ({ path: `/report/${reportId}`, query: { ...saved } }),
      amend: ({ reportId, kind, text }) => ({ name: 'reports.amend', input: { reportId, kind, text } }),
      withdraw: ({ reportId }) => ({ name: 'reports.withdraw', input: { reportId } }),
    },
    'reports.amend': {
      name: '修改上报',
      page: reportPage,
      subject: ({ kind }) => kind && kindNames[kind],
      text: 'text',
      isEditable: true,
      choice,
      amend: ({ reportId, kind, text }) => ({
        name: 'reports.amend',
        input: { reportId, ...kind && { kind }, ...text !== undefined && { text } },
      }),
    },
    'reports.withdraw': { name: '撤回上报', page: reportPage },
    'reports.support': { name: '我也看到了', page: reportPage },
    'reports.answer': { name: '回答问题', page: reportPage, text: 'answer', isEditable: true },
    'reports.rate': { name: '评价', page: reportPage, text: 'words' },
    'reports.urge': { name: '催办', page: reportPage },
    'reports.object': { name: '异议', page: reportPage, text: 'words', isEditable: true },
  },
  notices: () => import('./notices.ts'),
  refusals: () => import('./refusals.ts'),
} as const satisfies ClientFeature<OfflineOf<typeof reportsCommands>, KindsOf<'reports'>, ReportsRefusal>
