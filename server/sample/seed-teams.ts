import type { Seeder } from './seeder.ts'
import { DAY_MS } from '#shared/kernel/day.ts'
import { sampleId } from './people.ts'
import { BEAT, sampleTeams, standingPosts, teamIdOf } from './teams.ts'

/** Teams with their members, a request to join, and patrol notes. */
export async function seedTeams({ run, now }: Seeder): Promise<void> {
  for (const [i, [key, team]] of Object.entries(sampleTeams).entries()) {
    const { by, members, asking, ...plan } = { asking: undefined, ...team }
    const teamId = teamIdOf(key as keyof typeof sampleTeams)
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
      areaId: BEAT,
      finding,
      words,
      madeAt,
    })
  }
}
