import type { VoiceKind } from '#shared/voices/rules.ts'
import type { SampleName } from './people.ts'
import type { SceneName } from './scenes.ts'
import type { Seeder } from './seeder.ts'
import { DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { sampleId, STREET } from './people.ts'

const COMMUNITY = '420103006003'
const HOUR_MS = 3_600_000

interface Said {
  readonly by: SampleName
  readonly kind: VoiceKind
  readonly text: string
  readonly days: number
  readonly isAnonymous?: boolean
  readonly scene?: SceneName
  readonly talkId?: string
  /** The supporters, an hour after each other. */
  readonly too?: readonly SampleName[]
}

const talkId = sampleId('upcoming 骑手恳谈会')
const said = {
  repair: {
    by: 'riderChen',
    kind: 'wish',
    text: '想学修电动车，夜里收工以后开班最好。坏在路上一次，半天就白跑了。',
    days: 26,
    isAnonymous: true,
    too: ['riderLuo', 'resident', 'keeper', 'rider'],
  },
  repairToo: { by: 'riderDeng', kind: 'wish', text: '能不能教大家自己修电动车', days: 25, too: ['riderLuo'] },
  charging: {
    by: 'riderLuo',
    kind: 'wish',
    text: '满春街的充电柜太少，晚上要排半个小时。',
    days: 30,
    scene: 'bikes',
    too: ['rider', 'riderChen'],
  },
  night: {
    by: 'rider',
    kind: 'opinion',
    text: '驿站能不能开到夜里 12 点？跑夜单的没地方歇脚。',
    days: 6,
    too: ['riderChen', 'riderLuo', 'resident'],
  },
  fraud: {
    by: 'resident',
    kind: 'wish',
    text: '上个月接到假客服电话，差点被骗。想请人来讲讲怎么防。',
    days: 12,
    too: ['rider', 'keeper'],
  },
  parcels: { by: 'resident', kind: 'question', text: '楼下快递柜挪走了，以后到哪里取件？', days: 15, too: ['rider'] },
  street: { by: 'riderDeng', kind: 'opinion', text: '步行街能不能早上让送餐的车穿过去？', days: 20 },
  advert: { by: 'riderDeng', kind: 'opinion', text: '加我微信，便宜换电池，打 8 折。', days: 3 },
  slow: { by: 'rider', kind: 'complaint', text: '服务窗口中午没有人，等了四十分钟。', days: 4 },
  heater: { by: 'riderDeng', kind: 'complaint', text: '驿站的热水器坏了两天，没有人管。', days: 18 },
  thanks: { by: 'rider', kind: 'praise', text: '下雨天何站长给我垫了一件雨衣，谢谢她。', days: 2 },
  gate: {
    by: 'riderLuo',
    kind: 'question',
    text: '小区门禁什么时候能统一？每个门都要问一遍。',
    days: 1,
    talkId,
    too: ['rider', 'resident'],
  },
  parking: { by: 'resident', kind: 'question', text: '路口的外卖车能不能划个停车的地方？', days: 1, talkId },
} as const satisfies Record<string, Said>
type SaidName = keyof typeof said
const idOf = (name: SaidName) => sampleId(`voice ${name}`)

/** Voices and what became of them: promised, late, answered, done, declined, merged, appealed. */
export async function seedVoices(seeder: Seeder): Promise<void> {
  const { run, now } = seeder
  const before = now - 40 * DAY_MS
  const value = [{ areaId: STREET, supporters: 5 }]
  await run('admin', before, 'rulings.set', { key: 'voices', value, seen: 0, reason: '在民意街试行' })
  for (const name of Object.keys(said) as SaidName[]) await say(seeder, name)
  await decide(seeder)
}

async function say({ run, now, takePhoto }: Seeder, name: SaidName): Promise<void> {
  const { by, kind, text, days, isAnonymous = false, scene, talkId, too = [] }: Said = said[name]
  const at = now - days * DAY_MS
  await run(by, at, 'voices.post', {
    ...{ voiceId: idOf(name), kind, text, isAnonymous, areaId: COMMUNITY, page: 'voices' },
    photos: scene ? [await takePhoto(by, scene, false, 900 + days)] : [],
    ...talkId !== undefined && { talkId },
  })
  for (const [i, each] of too.entries())
    await run(each, at + (i + 1) * HOUR_MS, 'voices.support', { voiceId: idOf(name) })
}

async function decide({ run, now }: Seeder): Promise<void> {
  // Each act names the version that the act before it made; versions made by the clock are known by their
  // times.
  const seen = new Map<SaidName, number>((Object.keys(said) as SaidName[]).map(name =>
    [name, now - said[name].days * DAY_MS]))
  const act = (name: SaidName, days: number) => {
    const at = now - days * DAY_MS
    const input = { voiceId: idOf(name), seen: seen.get(name)! }
    seen.set(name, at)
    return { at, input }
  }
  const promise = async (name: SaidName, days: number, unit: 'power' | 'cityCare', inDays: number) => {
    const { at, input } = act(name, days)
    const dueOn = dayOf(at + inDays * DAY_MS)
    await run('staff', at, 'voices.promise', { ...input, unitId: sampleId(unit), dueOn })
  }
  type Outcome = 'answered' | 'done' | 'declined'
  const answer = async (name: SaidName, days: number, outcome: Outcome, words: string) => {
    const { at, input } = act(name, days)
    await run(name === 'heater' ? 'admin' : 'staff', at, 'voices.answer', { ...input, outcome, words })
  }
  const { at, input } = act('repairToo', 24)
  await run('staff', at, 'voices.merge', { ...input, into: idOf('repair') })
  seen.set('repair', at) // With the other voice's supporters the threshold was reached.
  await promise('repair', 23, 'power', 12)
  await answer('repair', 14, 'answered', '请抢修班的老师傅来讲电池和电路，每周三晚上九点，第一课下个月开。')
  await promise('charging', 28, 'power', 20)
  await answer('parcels', 13, 'done', '新的快递柜装在永丰社区北门，24 小时能取。')
  const verdict = { voiceId: idOf('parcels'), isDone: true, words: '取到了' }
  await run('rider', now - 12 * DAY_MS, 'voices.judge', verdict)
  await answer('street', 16, 'declined', '步行街早上有人摆早点、行人多，车不能进。可以走民意二路，多绕 200 米。')
  await answer('heater', 15, 'done', '换了新的热水器，以后每天早上检查一次。')
  const hidden = act('advert', 2)
  await run('staff', hidden.at, 'voices.hide', { ...hidden.input, reason: 'advert' })
  await run('riderDeng', now - DAY_MS, 'voices.appeal', { voiceId: idOf('advert'), words: '我是好心，没有卖东西。' })
  const ref = sampleId('upcoming 防诈骗上门讲')
  const link = { voiceId: idOf('fraud'), kind: 'activity', ref } as const
  await run('staff', now - 2 * DAY_MS + HOUR_MS, 'voices.link', link)
}
