import type { VoiceBrief, VoiceView } from '#shared/voices/schemas.ts'

const DAY = 86_400_000
export const ID = '0194f000-0000-4000-8000-0000000000b1'

/** An open wish of somebody else's. */
export const brief = (changes: Partial<VoiceBrief> = {}): VoiceBrief => ({
  id: ID,
  kind: 'wish',
  state: 'open',
  text: '想学修电动车',
  areaName: '江汉区 · 民意街街道 · 永丰社区',
  at: Date.now() - DAY,
  photo: null,
  supporters: 3,
  isMine: false,
  supports: false,
  unitName: null,
  promisedAt: null,
  dueAt: null,
  metAt: null,
  reply: null,
  rank: Date.now() - DAY,
  ...changes,
})

/** The same on its own page. */
export const voice = (changes: Partial<VoiceView> = {}): VoiceView => ({
  ...brief(),
  areaId: '420103006003',
  authorName: null,
  photos: [],
  chooseBy: null,
  mergedInto: null,
  hideReason: null,
  mayAppeal: false,
  appealedAt: null,
  settles: null,
  mayJudge: false,
  verdicts: { done: 0, notDone: 0 },
  talkId: null,
  steps: [],
  desk: null,
  seen: 5,
  ...changes,
})
