import type { ListFiles } from './export.ts'
import { ledgerPage } from '#server/core/points/index.ts'
import { stationBook } from '#server/features/doors/book/station-book.ts'
import { mallBook } from '#server/features/mall/mall-book.ts'
import { cityActs } from '#server/features/people/city-acts.ts'
import { findPeople } from '#server/features/people/find-people.ts'
import { exchangedReports } from '#server/features/reports/exchange/open-reports.ts'
import { deskActivities } from '#server/features/volunteering/activities/desk.ts'
import { causeNames, queueViewNames } from '#shared/console/names.ts'
import { roleNames } from '#shared/identity/roles.ts'
import { timeOf } from '#shared/kernel/day.ts'
import { bookViewNames, categoryNames } from '#shared/mall/names.ts'
import { actName } from '#shared/people/acts.ts'
import { transferKindNames, transferNames } from '#shared/points/names.ts'
import { deskStateNames, kindNames } from '#shared/reports/names.ts'
import { groupsIn } from '#shared/stations/groups.ts'
import { weekText } from '#shared/stations/hours-text.ts'
import {
  facilityNames,
  groupNames,
  stationKindNames,
  stationStateNames,
  stationTitles,
} from '#shared/stations/names.ts'
import { facilitiesIn } from '#shared/stations/rules.ts'
import { activityKindNames, activityStateNames } from '#shared/volunteering/names.ts'
import { exchangeColumns } from './exchange-columns.ts'
import { days, listFile, named, within } from './export.ts'
import { publicAffairs } from './public-affairs.ts'
import { consoleQueue } from './queues.ts'

const wordFor = (names: Readonly<Record<string, string | null>>, code: string) =>
  Object.hasOwn(names, code) ? names[code] ?? '' : code

/** A place to a metre. */
const degrees = (value: number) => Number(value.toFixed(5))

/** Every list that can be exported, with its columns. None has a phone number. */
export const lists = {
  reports: listFile('console.queue', {
    name: '上报',
    handler: consoleQueue,
    rowsOf: ({ reports }) => reports,
    rankOf: ({ rank }) => rank,
    filters: {
      view: named('列表', queueViewNames),
      as: named('身份', roleNames),
      cause: named('缘由', causeNames),
      kind: named('类别', kindNames),
      state: named('状态', deskStateNames),
      ...within,
      isMine: { title: '经办', nameOf: isMine => isMine ? '自己' : '所有人' },
    },
    columns: [
      { title: '编号', width: 10, cell: ({ number }) => number },
      { title: '类别', width: 12, cell: ({ kind }) => kindNames[kind] },
      { title: '状态', width: 10, cell: ({ state }) => deskStateNames[state] },
      { title: '内容', width: 40, cell: ({ text }) => text },
      { title: '位置', width: 24, cell: ({ spot }) => spot ?? '' },
      { title: '片区', width: 30, cell: ({ areaName }) => areaName },
      { title: '上报时间', width: 20, cell: ({ filedAt }) => timeOf(filedAt) },
      { title: '办理期限', width: 20, cell: ({ dueAt }) => timeOf(dueAt) },
      { title: '处置单位', width: 20, cell: ({ unitName }) => unitName },
      { title: '经办', width: 12, cell: ({ clerk }) => clerk ?? '' },
      { title: '催办次数', width: 10, cell: ({ urges }) => urges ?? 0 },
    ],
  }),
  ledger: listFile('points.ledger', {
    name: '积分流水',
    handler: ledgerPage,
    rowsOf: ({ rows }) => rows,
    rankOf: ({ postedAt }) => postedAt,
    filters: { ...days, reason: named('原因', transferNames) },
    // Accounts by their ids: the file goes to accounting, which needs no names.
    columns: [
      { title: '流水号', width: 38, cell: ({ id }) => id },
      { title: '入账时间', width: 20, cell: ({ postedAt }) => timeOf(postedAt) },
      { title: '记账日期', width: 12, cell: ({ occurredOn }) => occurredOn },
      { title: '原因', width: 12, cell: ({ reason }) => wordFor(transferNames, reason) },
      { title: '动作', width: 10, cell: ({ kind }) => transferKindNames[kind] ?? '入账' },
      { title: '转出账户', width: 38, cell: ({ debit }) => debit },
      { title: '转入账户', width: 38, cell: ({ credit }) => credit },
      { title: '积分', width: 10, cell: ({ amount }) => amount },
      { title: '事由编号', width: 38, cell: ({ ref }) => ref },
      { title: '经办', width: 38, cell: ({ actorId }) => actorId },
      { title: '复核', width: 38, cell: ({ approverId }) => approverId },
      { title: '说明', width: 30, cell: ({ note }) => note },
    ],
  }),
  acts: listFile('people.acts', {
    name: '操作记录',
    handler: cityActs,
    rowsOf: ({ acts }) => acts,
    rankOf: ({ at }) => at,
    filters: { ...days, ...within, act: { title: '操作', nameOf: actName } },
    columns: [
      { title: '时间', width: 20, cell: ({ at }) => timeOf(at) },
      { title: '操作', width: 20, cell: ({ act }) => actName(act) },
      { title: '经办', width: 14, cell: ({ by }) => by ? by.name ?? '已离开的人' : '系统自动' },
      { title: '对象', width: 14, cell: ({ about }) => about?.name ?? '' },
      { title: '片区', width: 30, cell: ({ areaName }) => areaName ?? '' },
      { title: '原因', width: 40, cell: ({ reason }) => reason ?? '' },
    ],
  }),
  people: listFile('people.find', {
    name: '人员与岗位',
    handler: findPeople,
    rowsOf: ({ people }) => people,
    rankOf: ({ rank }) => rank,
    filters: { ...within, kind: named('岗位', roleNames) },
    columns: [
      { title: '姓名', width: 14, cell: ({ name }) => name },
      { title: '身份', width: 16, cell: ({ role }) => roleNames[role] },
      { title: '片区', width: 30, cell: ({ areaName }) => areaName },
      { title: '岗位', width: 40, cell: ({ posts }) =>
        posts.map(({ kind, scopeName }) => `${roleNames[kind]}（${scopeName}）`).join('；') },
      { title: '停用', width: 8, cell: ({ isSuspended }) => isSuspended ? '是' : '' },
    ],
  }),
  goods: listFile('mall.book', {
    name: '商品库存',
    handler: mallBook,
    isWhole: true,
    // A line for each station's shelf; an item that no shelf has had gets a line without a station.
    rowsOf: ({ items, stations }) => items.flatMap(item =>
      (item.stock.length > 0 ? item.stock : [undefined]).map(shelf => ({
        item,
        shelf,
        station: stations.find(({ id }) => id === shelf?.stationId)?.name ?? '',
      }))),
    rankOf: () => 0,
    filters: { view: named('状态', bookViewNames), category: named('分类', categoryNames) },
    columns: [
      { title: '商品', width: 24, cell: ({ item }) => item.name },
      { title: '积分', width: 10, cell: ({ item }) => item.price },
      { title: '上架', width: 8, cell: ({ item }) => item.isListed ? '是' : '否' },
      { title: '驿站', width: 24, cell: ({ station }) => station },
      { title: '库存', width: 10, cell: ({ shelf }) => shelf?.onHand ?? 0 },
      { title: '待领', width: 10, cell: ({ shelf }) => shelf?.reserved ?? 0 },
      { title: '已交付', width: 10, cell: ({ shelf }) => shelf?.handedOver ?? 0 },
    ],
  }),
  stations: listFile('stations.book', {
    name: '驿站',
    handler: stationBook,
    isWhole: true,
    rowsOf: ({ stations }) => stations,
    rankOf: () => 0,
    filters: { state: named('状态', stationStateNames), kind: named('类型', stationKindNames), ...within },
    // Columns with a title of `stationTitles` are read again when the file is imported.
    columns: [
      { title: stationTitles.number, width: 8, cell: ({ number }) => number },
      { title: stationTitles.name, width: 24, cell: ({ name }) => name },
      { title: stationTitles.kind, width: 12, cell: ({ kind }) => stationKindNames[kind] },
      { title: stationTitles.area, width: 30, cell: ({ areaName }) => areaName },
      { title: stationTitles.address, width: 30, cell: ({ address }) => address },
      { title: stationTitles.latitude, width: 12, cell: ({ latitude = 0 }) => degrees(latitude) },
      { title: stationTitles.longitude, width: 12, cell: ({ longitude = 0 }) => degrees(longitude) },
      { title: stationTitles.isSelfService, width: 12, cell: ({ isSelfService: is }) => is ? '是' : '否' },
      { title: stationTitles.groups, width: 36, cell: ({ groups = 0 }) =>
        groupsIn(groups).map(each => groupNames[each]).join('、') },
      { title: stationTitles.facilities, width: 30, cell: ({ facilities = 0 }) =>
        facilitiesIn(facilities).map(each => facilityNames[each]).join('、') },
      { title: stationTitles.hours, width: 36, cell: ({ week = [] }) => weekText(week) },
      { title: stationTitles.version, width: 16, cell: ({ version = 0 }) => `v${version}` },
      { title: '状态', width: 12, cell: ({ state }) => stationStateNames[state] },
      { title: '驿站管理员', width: 20, cell: ({ keepers }) => keepers.join('、') },
      { title: '平板', width: 8, cell: ({ kiosks }) => kiosks },
      { title: '今天进站', width: 10, cell: ({ visitsToday }) => visitsToday },
      { title: '七天进站', width: 10, cell: ({ visitsWeek }) => visitsWeek },
    ],
  }),
  activities: listFile('activities.desk', {
    name: '活动',
    handler: deskActivities,
    rowsOf: ({ activities }) => activities,
    rankOf: ({ startsAt }) => startsAt,
    filters: {
      ...days,
      state: named('状态', activityStateNames),
      kind: named('类型', activityKindNames),
      ...within,
    },
    columns: [
      { title: '活动', width: 30, cell: ({ title }) => title },
      { title: '类型', width: 12, cell: ({ kind }) => activityKindNames[kind] },
      { title: '状态', width: 10, cell: ({ state }) => activityStateNames[state] },
      { title: '开始', width: 20, cell: ({ startsAt }) => timeOf(startsAt) },
      { title: '结束', width: 20, cell: ({ endsAt }) => timeOf(endsAt) },
      { title: '片区', width: 30, cell: ({ areaName }) => areaName },
      { title: '地点', width: 24, cell: ({ spot }) => spot },
      { title: '小队', width: 20, cell: ({ teamName }) => teamName },
      { title: '名额', width: 8, cell: ({ capacity }) => capacity },
      { title: '已报名', width: 8, cell: ({ taken }) => taken },
      { title: '候补', width: 8, cell: ({ waiting }) => waiting },
    ],
  }),
  exchange: listFile('exchange.reports', {
    name: '未办结上报',
    handler: exchangedReports,
    rowsOf: ({ reports }) => reports,
    rankOf: ({ number }) => number,
    filters: { ...within, unitId: { title: '处置单位' } },
    columns: exchangeColumns,
  }),
  ...publicAffairs,
} satisfies ListFiles
