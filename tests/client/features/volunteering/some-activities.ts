import type { ActivityBrief, ActivityView, MyActivities } from '#shared/volunteering/activities.ts'
import type { ActivityRoll } from '#shared/volunteering/attending.ts'
import { dayOf, startOfDay } from '#shared/kernel/day.ts'

export const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
export const idOf = (at: number): string => `01900000-0000-7000-8000-00000000a00${at}`
/** Nine o'clock of the day after tomorrow. */
export const nine = (): number => startOfDay(dayOf(Date.now() + 2 * DAY_MS)) + 9 * HOUR_MS

export const brief = (more: Partial<ActivityBrief> = {}): ActivityBrief => ({
  id: idOf(1),
  kind: 'volunteering',
  title: '清洁共享单车',
  areaId: '420103006003',
  areaName: '江汉区 · 花楼街道 · 花楼社区',
  place: { latitude: 30.58, longitude: 114.28 },
  spot: '社区大门口',
  startsAt: nine(),
  endsAt: nine() + 2 * HOUR_MS,
  capacity: 5,
  taken: 2,
  waiting: 0,
  skills: [],
  teamName: null,
  state: 'published',
  points: 40,
  mine: null,
  answerBy: null,
  clash: null,
  ...more,
})

export const activity = (more: Partial<ActivityView> = {}): ActivityView => ({
  ...brief(),
  words: '扶正、擦干净',
  bring: '手套',
  leaveBy: nine() - 3 * HOUR_MS,
  teamId: null,
  leaderName: '社区小赵',
  changedAt: 1_000,
  calledOffWords: null,
  finishedWords: null,
  photos: [],
  ahead: 0,
  asksReally: false,
  leads: false,
  marks: { inAt: null, outAt: null, minutes: null },
  ...more,
})

/** It began an hour ago and lasts another. */
export const underWay = (more: Partial<ActivityView> = {}): ActivityView =>
  activity({ startsAt: Date.now() - HOUR_MS, endsAt: Date.now() + HOUR_MS, mine: 'in', ...more })

export const mine = (more: Partial<MyActivities> = {}): MyActivities =>
  ({ coming: [], over: [], minutes: 0, leads: [], ...more })

type Person = ActivityRoll['people'][number]
export const person = (more: Partial<Person> = {}): Person => ({
  accountId: idOf(7),
  name: '林小满',
  phoneHint: '0001',
  holder: '0011223344556677',
  state: 'in',
  ahead: 0,
  inAt: null,
  outAt: null,
  minutes: null,
  isDoubtful: false,
  correction: null,
  ...more,
})
