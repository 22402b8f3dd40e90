import type { HeldPost, PostKind } from '#shared/identity/posts.ts'
import type { AccountRole } from '#shared/identity/roles.ts'
import type { SampleName } from './people.ts'
import { sampleId, samplePeople } from './people.ts'
import { stationId, stationsWithKeeper } from './stations.ts'
import { standingPosts } from './teams.ts'

const post = (by: SampleName, kind: PostKind, scope: string): HeldPost =>
  ({ id: sampleId(`post ${by} ${scope}`), kind, scope, from: 0, until: null })

/** The posts of a sample person. */
export function samplePosts(by: SampleName): HeldPost[] {
  const { role, areaId, unit } = { unit: undefined, ...samplePeople[by] }
  if (role === 'staff' || role === 'admin') return [post(by, role, areaId)]
  if (unit !== undefined) return [post(by, 'unit', sampleId(unit))]
  if (role === 'keeper') return stationsWithKeeper.map(name => post(by, role, stationId(name)))
  return (standingPosts[by] ?? []).map(([kind, scope]) => post(by, kind, scope))
}

/** A sample person's account: what they are, and where they registered. */
export function sampleAccount(by: SampleName) {
  const { unit: _, role: shown, areaId, ...known } = { unit: undefined, ...samplePeople[by] }
  const role: AccountRole = shown === 'courier' ? 'courier' : 'resident'
  const isAppointed = shown === 'staff' || shown === 'admin' || shown === 'unit'
  return { ...known, id: sampleId(by), role, areaId: isAppointed ? null : areaId }
}
