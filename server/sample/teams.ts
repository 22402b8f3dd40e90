import type { PostKind } from '#shared/identity/posts.ts'
import type { Trade } from '#shared/volunteering/rules.ts'
import type { SampleName } from './people.ts'
import { sampleId, STREET } from './people.ts'

const HANYANG = '420105'
export const BEAT = '420103006006'

interface SampleTeam {
  readonly name: string
  readonly trade: Trade
  readonly areaId: string
  readonly words: string
  readonly by: 'staff' | 'staffHanyang' | 'admin'
  readonly members: readonly SampleName[]
  readonly asking?: SampleName
}
/** The teams of the sample city. */
export const sampleTeams = {
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

export type SampleTeamName = keyof typeof sampleTeams
export const teamIdOf = (team: SampleTeamName) => sampleId(`team ${team}`)

/** The standing posts of sample riders: kind and scope. */
export const standingPosts: Partial<Record<SampleName, readonly (readonly [PostKind, string])[]>> = {
  riderLuo: [['captain', teamIdOf('dawn')], ['laneAdviser', BEAT]],
  riderChen: [['captain', teamIdOf('meal')], ['guard', STREET]],
  riderDeng: [['stairHead', '420105004']],
}
