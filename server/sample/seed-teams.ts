import type { PostKind } from '#shared/identity/posts.ts'
import type { Trade } from '#shared/volunteering/rules.ts'
import type { SampleName } from './people.ts'
import type { Seeder } from './seeder.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { sampleId, STREET } from './people.ts'

const HANYANG = '420105'
const LANE = '420103006006'

interface SampleTeam {
  readonly name: string
  readonly trade: Trade
  readonly areaId: string
  readonly words: string
  readonly by: 'staff' | 'staffHanyang' | 'admin'
  readonly members: readonly SampleName[]
  readonly asking?: SampleName
}
const sampleTeams = {
  dawn: {
    name: '民意街晨光快递队',
    trade: 'parcel',
    areaId: STREET,
    words: '每周三早上七点，民意街小学门口集合，帮着护送孩子过马路。',
    by: 'staff',
    members: ['riderLuo', 'rider', 'resident'],
    asking: 'riderDeng',
  },
  meal: {
    name: '热饭暖心骑手队',
    trade: 'meal',
    areaId: STREET,
    words: '给独居老人送饭，顺路看看家里缺什么。',
    by: 'staff',
    members: ['riderChen', 'rider'],
    asking: 'riderLuo',
  },
  night: {
    name: '夜归人守望队',
    trade: 'meal',
    areaId: '420103006003',
    words: '晚班收工以后，绕社区走一圈。',
    by: 'staff',
    members: [],
  },
  ride: {
    name: '汉阳平安出行队',
    trade: 'ride',
    areaId: HANYANG,
    words: '送考、送医，随叫随到。',
    by: 'staffHanyang',
    members: ['riderDeng'],
  },
  chain: {
    name: '车链子修理队',
    trade: 'other',
    areaId: HANYANG,
    words: '周末在司机之家，免费给电动车做检修。',
    by: 'staffHanyang',
    members: [],
  },
  city: {
    name: '江城蓝骑先锋队',
    trade: 'meal',
    areaId: '4201',
    words: '全市的大活动，一起去。',
    by: 'admin',
    members: ['riderChen'],
  },
} as const satisfies Record<string, SampleTeam>

const idOf = (team: keyof typeof sampleTeams) => sampleId(`team ${team}`)

/** What riders have taken up besides: kind and scope. */
export const standingPosts: Partial<Record<SampleName, readonly (readonly [PostKind, string])[]>> = {
  riderLuo: [['captain', idOf('dawn')], ['laneAdviser', LANE]],
  riderChen: [['captain', idOf('meal')], ['guard', STREET]],
  riderDeng: [['stairHead', '420105004']],
}

/** Teams with those who belong to them, one who asks, and what was noted on patrol. */
export async function seedTeams({ run, now }: Seeder): Promise<void> {
  for (const [i, [key, team]] of Object.entries(sampleTeams).entries()) {
    const { by, members, asking, ...plan } = { asking: undefined, ...team }
    const teamId = idOf(key as keyof typeof sampleTeams)
    const foundedAt = now - (200 - 20 * i) * DAY_MS
    await run(by, foundedAt, 'teams.found', { teamId, ...plan })
    for (const [j, name] of members.entries()) {
      await run(name, foundedAt + (j + 1) * DAY_MS, 'teams.ask', { teamId })
      const isCaptain = standingPosts[name]?.some(([, scope]) => scope === teamId)
      if (!isCaptain) {
        const admitted = { teamId, accountId: sampleId(name), isAdmitted: true }
        await run(by, foundedAt + (j + 1) * DAY_MS + 1000, 'teams.admit', admitted)
      }
    }
    if (asking) await run(asking, now - DAY_MS / 2, 'teams.ask', { teamId, words: '朋友介绍来的，周末有空' })
  }
  const notes = [[9, ''], [5, '巷口堆了纸箱，挡着消防栓'], [2, ''], [1, '']] as const
  for (const [days, words] of notes) {
    const madeAt = now - days * DAY_MS
    const finding = words === '' ? 'fine' : 'watch'
    await run('riderLuo', madeAt, 'beats.note', {
      noteId: sampleId(`patrol ${days}`),
      areaId: LANE,
      finding,
      words,
      madeAt,
    })
  }
}
