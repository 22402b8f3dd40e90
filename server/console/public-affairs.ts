import { rulingBook, rulingHistory } from '#server/core/rulings/index.ts'
import { deskAnnouncements } from '#server/features/announcements/answers.ts'
import { deskPolls } from '#server/features/polls/answers.ts'
import { deskVoices } from '#server/features/voices/lists.ts'
import { announcementKindNames, announcementStageNames } from '#shared/announcements/names.ts'
import { announcementStage } from '#shared/announcements/rules.ts'
import { dayOf, timeOf } from '#shared/kernel/day.ts'
import { ballotNames, pollStageNames } from '#shared/polls/names.ts'
import { stageOf } from '#shared/polls/rules.ts'
import { rulingTitles } from '#shared/rulings/names.ts'
import { spanText } from '#shared/stations/hours-text.ts'
import { voiceKindNames, voiceStateNames, voiceViewNames } from '#shared/voices/names.ts'
import { days, listFile, named, within } from './export.ts'

/** The lists of public affairs: voices, polls, rulings and announcements. None has a phone number. */
export const publicAffairs = {
  voices: listFile('voices.desk', {
    name: '说一说',
    handler: deskVoices,
    rowsOf: ({ voices }) => voices,
    rankOf: ({ rank }) => rank,
    filters: { view: named('列表', voiceViewNames), kind: named('类别', voiceKindNames), ...within },
    // The file names no author: staff look an author up one by one, which is audited.
    columns: [
      { title: '类别', width: 10, cell: ({ kind }) => voiceKindNames[kind] },
      { title: '内容', width: 60, cell: ({ text }) => text },
      { title: '状态', width: 18, cell: ({ state }) => voiceStateNames[state] },
      { title: '申诉待复核', width: 12, cell: ({ appealed }) => appealed ? '是' : '' },
      { title: '片区', width: 30, cell: ({ areaName }) => areaName },
      { title: '日期', width: 12, cell: ({ at }) => dayOf(at) },
      { title: '同感人数', width: 10, cell: ({ supporters }) => supporters },
      { title: '答复单位', width: 20, cell: ({ unitName }) => unitName ?? '' },
      { title: '最初答复期限', width: 14, cell: ({ promisedAt }) => promisedAt === null ? '' : dayOf(promisedAt) },
      { title: '现在答复期限', width: 14, cell: ({ dueAt }) => dueAt === null ? '' : dayOf(dueAt) },
      { title: '办结时间', width: 20, cell: ({ metAt }) => metAt === null ? '' : timeOf(metAt) },
      { title: '答复', width: 60, cell: ({ reply }) => reply?.words ?? '' },
    ],
  }),
  polls: listFile('polls.desk', {
    name: '投票',
    handler: deskPolls,
    rowsOf: ({ polls }) => polls,
    rankOf: ({ endsAt }) => endsAt,
    filters: { ...within, stage: named('状态', pollStageNames) },
    // The number of voters, never their names or choices.
    columns: ({ now }) => [
      { title: '题目', width: 40, cell: ({ question }) => question },
      { title: '状态', width: 10, cell: poll => pollStageNames[stageOf(poll, now)] },
      { title: '记名方式', width: 10, cell: ({ ballot }) => ballotNames[ballot] },
      { title: '开始', width: 20, cell: ({ startsAt }) => timeOf(startsAt) },
      { title: '截止', width: 20, cell: ({ endsAt }) => timeOf(endsAt) },
      { title: '片区', width: 30, cell: ({ areaName }) => areaName },
      { title: '能投', width: 8, cell: ({ entitled }) => entitled },
      { title: '已投', width: 8, cell: ({ turnout }) => turnout },
    ],
  }),
  rulings: listFile('rulings.book', {
    name: '规则',
    handler: rulingBook,
    isWhole: true,
    // A line for each thing that a rule says; of one that says nothing yet a line without one.
    rowsOf: book => book.flatMap(ruling =>
      (ruling.lines.length > 0 ? ruling.lines : [undefined]).map(line => ({ ruling, line }))),
    rankOf: () => 0,
    filters: {},
    columns: [
      { title: '规则', width: 16, cell: ({ ruling: { key } }) => rulingTitles[key] },
      { title: '项目', width: 24, cell: ({ line }) => line?.name ?? '' },
      { title: '片区', width: 30, cell: ({ line }) => line?.areaName ?? '全市' },
      { title: '现在的规定', width: 60, cell: ({ line }) => line?.text ?? '还没有规定' },
      { title: '上次修改', width: 20, cell: ({ ruling: { from } }) => from === null ? '系统默认' : timeOf(from) },
      { title: '谁改的', width: 14, cell: ({ ruling: { by } }) => by ?? '' },
      { title: '原因', width: 40, cell: ({ ruling: { reason } }) => reason ?? '' },
    ],
  }),
  rulingHistory: listFile('rulings.history', {
    name: '规则修改记录',
    handler: rulingHistory,
    rowsOf: ({ rulings }) => rulings,
    rankOf: ({ from }) => from,
    filters: { ...days, key: named('规则', rulingTitles) },
    columns: [
      { title: '规则', width: 16, cell: ({ key }) => rulingTitles[key] },
      { title: '片区', width: 30, cell: ({ areaNames }) => areaNames.join('；') || '全市' },
      { title: '改了什么', width: 60, cell: ({ changes }) => changes.join('；') },
      { title: '从何时起', width: 20, cell: ({ from }) => timeOf(from) },
      { title: '谁改的', width: 14, cell: ({ by }) => by },
      { title: '原因', width: 40, cell: ({ reason }) => reason },
    ],
  }),
  announcements: listFile('announcements.desk', {
    name: '通知和预警',
    handler: deskAnnouncements,
    rowsOf: ({ announcements }) => announcements,
    rankOf: ({ endsAt }) => endsAt,
    filters: {
      kind: named('类别', announcementKindNames),
      stage: named('状态', announcementStageNames),
      ...within,
    },
    columns: ({ now }) => [
      { title: '标题', width: 30, cell: ({ title }) => title },
      { title: '类别', width: 8, cell: ({ kind }) => announcementKindNames[kind] },
      { title: '状态', width: 10, cell: each => announcementStageNames[announcementStage(each, now)] },
      { title: '片区', width: 30, cell: ({ areaName }) => areaName },
      { title: '开始', width: 20, cell: ({ startsAt }) => timeOf(startsAt) },
      { title: '结束', width: 20, cell: ({ endsAt }) => timeOf(endsAt) },
      { title: '内容', width: 60, cell: ({ words }) => words },
      { title: '驿站延长开放', width: 16, cell: ({ stationTimes: times }) =>
        times ? spanText([times.opens, times.closes]) : '' },
      { title: '更正次数', width: 10, cell: ({ version }) => version - 1 },
      { title: '提前结束的原因', width: 30, cell: ({ endWords }) => endWords ?? '' },
      { title: '最后修改', width: 20, cell: ({ changedAt }) => timeOf(changedAt) },
      { title: '谁改的', width: 14, cell: ({ changedBy }) => changedBy },
    ],
  }),
}
