import type { CityRules } from '#shared/rulings/schemas.ts'
import type { RouteLocationRaw } from 'vue-router'
import { kindNames } from '#client/app/words/index.ts'
import { PICK_UP_DAYS } from '#shared/mall/rules.ts'
import { reportKinds } from '#shared/reports/rules.ts'

/** What follows from the city's rules. */
type Ruled = (rules: CityRules) => string

interface Topic {
  /** Names the topic in an address. */
  readonly id: string
  readonly title: string
  readonly questions: readonly { ask: string, answer: readonly (string | Ruled)[] }[]
  readonly to?: RouteLocationRaw
  readonly way?: string
}

const earnedBy = (points: CityRules['points']) => [...reportKinds]
  .sort((a, b) => points[b] - points[a])
  .map(kind => `${kindNames[kind]} +${points[kind]}`)
  .join('，')

export const helpTopics: readonly Topic[] = [
  {
    id: 'reports',
    title: '随手拍',
    to: { name: 'capture' },
    way: '去拍一张',
    questions: [
      {
        ask: '什么可以拍？',
        answer: ['路上的坑、松动的井盖、倒了的护栏、乱堆的垃圾、堵住的消防通道，看见就拍。正在发生的险情，先打 110、119 或 120。'],
      },
      { ask: '骑车不方便打字怎么办？', answer: ['拍完自动存成草稿，下班再写也行。说明可以不填。'] },
      { ask: '没有信号能报吗？', answer: ['能。上报先存在手机里，联网后自动提交，不会丢，也不会重复。'] },
      { ask: '别人看得到是我报的吗？', answer: ['路过的人能看到照片和内容，看不到是谁报的。治安线索只有工作人员看得到。'] },
    ],
  },
  {
    id: 'points',
    title: '积分',
    to: { name: 'points' },
    way: '看我的积分',
    questions: [
      {
        ask: '怎么得积分？',
        answer: [
          ({ points }) => `上报受理后得积分：${earnedBy(points)}。`,
          ({ volunteering }) => `志愿服务按签到、签退的时长，每小时 ${volunteering.pointsPerHour} 分。`,
          ({ caps }) => `每天最多得 ${caps['reports.lead']} 分（商圈巡查另计 ${caps['reports.patrol']} 分），按拍照日期计算。`,
        ],
      },
      { ask: '什么时候到账？', answer: ['社区受理时到账，“消息”里会告诉你。'] },
      { ask: '积分会过期吗？', answer: ['今年得的积分用到明年年底，到期前会提醒。'] },
    ],
  },
  {
    id: 'mall',
    title: '兑换',
    to: { name: 'mall' },
    way: '去商城看看',
    questions: [
      { ask: '怎么兑换？', answer: ['在商城选商品和驿站，确认后得到领取码，到驿站出示就能拿。'] },
      { ask: '没去领怎么办？', answer: [`先冻结积分，领取时才扣除；${PICK_UP_DAYS} 天内没领自动退回。`] },
    ],
  },
  {
    id: 'stations',
    title: '驿站',
    to: { name: 'stations' },
    way: '看附近驿站',
    questions: [
      { ask: '怎么进门？', answer: ['报到后，扫门口平板上的二维码就开门。扫不上，在“扫码”里输入平板上的数字。'] },
      { ask: '手机没网能进吗？', answer: ['能。打开通行码，把屏幕对准门口平板的镜头。'] },
      { ask: '门没打开怎么办？', answer: ['在开门页点“门没打开？点这里”，站长会收到；也可以去最近开着的驿站。'] },
    ],
  },
  {
    id: 'words',
    title: '办理用语',
    questions: [
      { ask: '受理', answer: ['社区确认收到，开始办；积分在这时到账。'] },
      { ask: '派单', answer: ['社区把事情交给负责的单位，比如市政、环卫。'] },
      { ask: '办结', answer: ['单位已处理好。你可以去看一眼再评价；没修好，可以要求重新处理。'] },
      { ask: '复核', answer: ['对处理结果有异议时，由工作人员再看一遍。'] },
    ],
  },
  {
    id: 'account',
    title: '账号',
    to: { name: 'settings' },
    way: '去设置',
    questions: [
      { ask: '换了手机号怎么办？', answer: ['在“我的”里点“换手机号”，新旧号码各收一个验证码，积分和上报都跟着走。'] },
      { ask: '换手机、借用手机登录安全吗？', answer: ['在“登录的设备”里能看到每一台，点一下就能退出。没发出的内容只属于写它的人。'] },
      { ask: '怎么注销？', answer: ['在设置里注销。没领的兑换会取消，已交的上报会去掉你的名字。'] },
    ],
  },
]
