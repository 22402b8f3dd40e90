import type { VoiceChanges } from '#server/features/voices/voice.ts'
import type { PostVoice } from '#shared/voices/schemas.ts'
import type { PersonName, TestCity } from '../../../support/city.ts'
import { randomUUID } from 'node:crypto'
import { accounts } from '#server/core/identity/index.ts'
import { voices, voiceSupporters } from '#server/features/voices/tables.ts'
import { COMMUNITY } from '../../../support/city.ts'

export const DAY = 86_400_000

/** A wish, but for what a test says otherwise. */
export const wish = (changes: Partial<PostVoice> = {}): PostVoice => ({
  voiceId: randomUUID(),
  kind: 'wish',
  text: '想学一门新手艺，比如修电动车',
  areaId: COMMUNITY,
  isAnonymous: false,
  photos: [],
  page: 'voices',
  ...changes,
})

/** What people do with voices in a city of a test. */
export function voicesIn(city: TestCity) {
  const post = async (by: PersonName, changes: Partial<PostVoice> = {}) => {
    const input = wish(changes)
    await city.as(by).done('voices.post', input)
    return input.voiceId
  }
  const one = async (voiceId: string, by: PersonName = 'staff') =>
    await city.as(by).ask('voices.one', { voiceId })
  /** The version that a form at the desk would name. */
  const seen = async (voiceId: string) => ({ voiceId, seen: (await one(voiceId, 'admin')).seen })
  const support = async (by: PersonName, voiceId: string) =>
    await city.as(by).done('voices.support', { voiceId })
  const promise = async (voiceId: string, unitId: string, dueOn: string, by: PersonName = 'staff') =>
    await city.as(by).done('voices.promise', { ...await seen(voiceId), unitId, dueOn })
  const answer = async (
    voiceId: string,
    outcome: 'answered' | 'done' | 'declined',
    by: PersonName = 'staff',
    words = '办好了',
  ) => await city.as(by).done('voices.answer', { ...await seen(voiceId), outcome, words })
  const merge = async (voiceId: string, into: string, by: PersonName = 'staff') =>
    await city.as(by).done('voices.merge', { ...await seen(voiceId), into })
  /** Kinds and words of somebody's notices about voices, the newest first. */
  const told = async (by: PersonName) => {
    const { notices } = await city.as(by).ask('notices.mine', {})
    return notices.map(({ kind }) => kind).filter(kind => kind.startsWith('voices.'))
  }
  return { post, one, seen, support, promise, answer, merge, told }
}

/** So many people who have said "me too" to a voice before. */
export async function supported(city: TestCity, voiceId: string, count: number): Promise<void> {
  const now = city.time.now
  const person = () => ({ id: randomUUID(), role: 'courier', createdAt: now } as const)
  const people = Array.from({ length: count }, person)
  await city.database.transact(async (tx) => {
    await tx.insert(accounts).values(people)
    await tx.insert(voiceSupporters).values(people.map(({ id }) => ({ voiceId, accountId: id, at: now })))
  })
}

/** Puts voices into the city past its doors. */
export const insertVoices = async (city: TestCity, rows: readonly VoiceChanges[]): Promise<void> => {
  const usual = {
    kind: 'wish',
    state: 'open',
    text: '想学手艺',
    page: '',
    areaId: COMMUNITY,
    accountId: city.ids.rider,
    isAnonymous: false,
    at: city.time.now,
    shownAt: city.time.now,
    changedAt: city.time.now,
    changedBy: 'system',
  } as const
  await city.database.transact(async (tx) => {
    for (let from = 0; from < rows.length; from += 500) {
      await tx.insert(voices).values(rows.slice(from, from + 500).map(row =>
        ({ id: randomUUID(), ...usual, ...row })))
    }
  })
}
