import type { CommandInput, CommandName } from '#shared/commands.ts'

type FieldOf<Input> = Input extends unknown ? Extract<keyof Input, string> : never
type FieldName = FieldOf<CommandInput<CommandName>>

/** What the fields of all commands are called on screen; null for those that nobody fills in or chooses. */
const fieldNames: Record<FieldName, string | null> = {
  accountId: null,
  amount: '积分',
  answer: '回答',
  areaId: '社区',
  as: '身份',
  at: '时间',
  boxes: null,
  cap: null,
  category: '分类',
  code: '码',
  company: '公司',
  complaintId: null,
  confirm: null,
  correctionId: null,
  count: '数量',
  counted: '盘点数',
  cutoff: null,
  day: '日期',
  deviceKey: null,
  donor: '捐赠方',
  dryRun: null,
  endpoint: null,
  entryId: null,
  faultId: null,
  fixed: '修好没有',
  fresh: null,
  from: null, // A day or a station.
  hash: null,
  heads: '人数',
  hours: '开放时间',
  into: '并入的上报',
  invariants: null,
  inviteId: null,
  ids: null,
  isApproved: null,
  isDoorFine: null,
  isListed: null,
  isMended: null,
  isOpen: null,
  itemId: '商品',
  key: null,
  keys: null,
  kind: '类别',
  kioskId: null,
  label: '名称',
  max: '上限',
  moveId: null,
  name: '名字',
  notice: '公告',
  of: null,
  orderId: null,
  page: null,
  perPerson: '每人限兑',
  phone: '手机号',
  photo: '照片',
  photos: '照片',
  place: '位置',
  postId: null,
  price: '价格',
  privacyNotice: null,
  proof: '通行码',
  question: '问题',
  reason: '原因',
  reportId: null,
  reportIds: null,
  responsible: '负责方',
  reused: null,
  rows: '表格',
  scope: '区域、单位或驿站',
  score: '评分',
  seen: null,
  seenAt: '拍照时间',
  seenClock: '拍照时间',
  sessionId: null,
  settlings: null,
  shut: '关门原因',
  spot: '在哪儿',
  stationId: '驿站',
  stations: '驿站',
  supplies: '物资',
  supply: '物资',
  text: '说明',
  to: null, // A day, a station or a state.
  unitId: '处置单位',
  until: '截止时间',
  upTo: null,
  version: null,
  value: null,
  visitId: null,
  words: '说明',
  work: '工种',
}

/** The field of the input that an issue is about; empty where it is about the whole. */
const fieldOf = (issue: string) => /^(\w+)[.:]/.exec(issue)?.[1] ?? ''

/**
 * What of a command its schema did not take, as a sentence. `issues` are those of `issueTexts`, from here or
 * from a server, which may name fields that this app does not know.
 */
export function malformedText(issues: readonly string[]): string {
  const found = issues.map(fieldOf).flatMap(field =>
    Object.hasOwn(fieldNames, field) ? fieldNames[field as FieldName] ?? [] : [])
  return `${[...new Set(found)].join('、') || '内容'}填写有误，请修改后再提交。`
}
