import type { TestCity } from '../../../support/city.ts'
import type { Observed } from './two-worlds.ts'
import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dialect } from '#server/database/dialect.ts'
import { openDatabase } from '#server/database/open-database.ts'
import { openVotes, sealVotes } from '#server/features/polls/vote.ts'
import { makeBackup } from '#server/programs/backup/make-backup.ts'
import { commands } from '#shared/commands.ts'
import { isSecret } from '#shared/sync/secret.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import { freshCity } from '../../../support/fresh-city.ts'
import { publish } from './published-poll.ts'
import { observe, openMask, stored } from './two-worlds.ts'

/** The same totals, and nobody has chosen the same. */
const one = [0, 1, 2, 0, 1]
const other = [1, 0, 0, 1, 2]
let worlds: [Observed, Observed]
beforeAll(async () => {
  worlds = [await observe(one), await observe(other)]
})

interface Receipt { readonly name: string, readonly fingerprint: string, readonly decision: unknown }
interface Box { readonly poll_id: string, readonly sealed: string }
const receiptsOf = ({ steps }: Observed) => (steps.at(-1)!.receipts as Receipt[])
  .filter(({ name }) => name === 'polls.vote')
const boxesOf = ({ steps }: Observed) => steps.flatMap(({ poll_boxes: boxes }) => boxes as Box[])

describe('two cities in which everybody chose otherwise, with the same totals, look alike', () => {
  it('in every table after each vote and after the counting: values, order of rows, where they lie', () => {
    const [left, right] = worlds.map(({ steps }) => {
      const mask = openMask()
      return steps.map(tables => Object.entries(tables).map(([name, rows]) => [name, ...rows.map(mask)]))
    })
    expect(left).toEqual(right)
    // It was looked at what changes: each vote left a receipt and a voter, and the counting the totals.
    expect(worlds[0].steps.map(({ poll_voters: voters }) => voters!.length)).toEqual([0, 1, 2, 3, 4, 5, 5])
    expect(worlds[0].steps.at(-1)!.poll_tallies).toMatchObject([{ n: 2 }, { n: 2 }, { n: 1 }])
  })

  it('in the log, down to its finest level', () => {
    const [left, right] = worlds.map(({ log }) => log.map(openMask()))
    expect(left).toEqual(right)
    expect(left!.length).toBeGreaterThan(10)
  })

  it('in what is streamed: a vote nudges its voter alone, and the end everybody', () => {
    const [left, right] = worlds.map(({ nudges }) => nudges)
    expect(left).toEqual(right)
    const about = left!.map(each => JSON.parse(each) as { to: string, names: string[] })
      .filter(({ names }) => names.some(name => name.startsWith('polls.')))
    expect(about.map(({ to }) => to === '*')).toEqual([true, false, false, false, false, false, true])
  })
})

describe('who tries all options', () => {
  const digest = (input: object) =>
    createHash('sha256').update(JSON.stringify(['polls.vote', input])).digest('base64url')

  it('finds no option that fits a receipt with any stored text; with the salt they would', () => {
    const [{ steps, salts }] = worlds
    const stores = JSON.stringify(steps)
    const words = [...new Set(stores.match(/[\w-]{16,}/g)), '', 'A'.repeat(22)]
    const [{ poll_id: pollId }] = boxesOf(worlds[0]) as [Box]
    const inputs = (salt: string) => [0, 1, 2].flatMap(option =>
      [{ pollId, version: 1, option, salt }, { pollId, version: 1, option, salt: salt.slice(0, 22) }])
    const fingerprints = new Set(receiptsOf(worlds[0]).map(({ fingerprint }) => fingerprint))
    expect(fingerprints.size).toBe(5)
    expect(words.flatMap(inputs).map(digest).filter(found => fingerprints.has(found))).toEqual([])
    expect(salts.flatMap(inputs).map(digest).filter(found => fingerprints.has(found))).not.toEqual([])
    for (const salt of salts) expect(stores).not.toContain(salt)
  })

  it('learns nothing from a reply, and finds no salt in the files or the log', () => {
    for (const { files, log, salts } of worlds) {
      for (const salt of salts) {
        expect(files.includes(salt)).toBe(false)
        expect(JSON.stringify(log)).not.toContain(salt)
      }
    }
    for (const { decision } of receiptsOf(worlds[0]))
      expect(typeof decision === 'string' ? JSON.parse(decision) : decision).toEqual({ status: 'accepted' })
  })
})

/** How many bytes of two texts differ. */
function differing(one: string, other: string): number {
  const [left, right] = [one, other].map(each => Buffer.from(each, 'base64url'))
  return left!.reduce((sum, byte, at) => sum + Number(byte !== right![at]), 0)
}

it('two boxes that are one vote apart are as different as two random texts, and equally long', () => {
  const boxes = boxesOf(worlds[0]).map(({ sealed }) => sealed)
  expect(boxes).toHaveLength(6)
  for (const [at, sealed] of boxes.slice(1).entries()) {
    expect(sealed).toHaveLength(boxes[at]!.length)
    // 68 bytes: of two random texts one byte in 256 is equal.
    expect(differing(sealed, boxes[at]!)).toBeGreaterThan(50)
  }
})

describe('a box', () => {
  let city: TestCity
  freshCity(fresh => void (city = fresh))

  it('is sealed differently each time, and opens for its own poll and secret only', () => {
    const [first, second] = [sealVotes('a', [1, 2]), sealVotes('a', [1, 2])]
    expect(first).not.toBe(second)
    expect(openVotes({ pollId: 'a', sealed: first })).toEqual([1, 2, 0, 0, 0, 0, 0, 0, 0, 0])
    expect(openVotes({ pollId: 'b', sealed: first })).toBeUndefined()
    expect(openVotes({ pollId: 'a', sealed: `${first.slice(0, -2)}AA` })).toBeUndefined()
  })

  it.runIf(dialect === 'sqlite')('lies in the backup as in the database, nothing beside it', async () => {
    const poll = await publish(city)
    await poll.voteAll([0, 1, 2, 0, 1])
    const folder = join(tmpdir(), `polls-backup-${crypto.randomUUID()}`)
    const { databaseUrl } = city.settings
    await makeBackup({ databaseUrl, dataDir: city.dataDir }, folder, new Date())
    const database = await openDatabase(`file:${join(folder, 'little-bee.sqlite')}`)
    const copied = await stored({ database })
    await database.close()
    rmSync(folder, { recursive: true })
    expect(copied).toEqual(await stored(city))
    expect(copied.poll_tallies).toEqual([])
    expect(copied.poll_named_votes).toEqual([])
  })
})

it('a command that a phone forgets leaves no line in the audit and has no result to store', () => {
  const secret = Object.entries(commands).filter(([name]) => isSecret(name))
  expect(secret.map(([name]) => name)).toEqual(['polls.vote'])
  for (const [name, spec] of secret) {
    expect('audited' in spec, name).toBe(false)
    expect(Object.keys((spec.result as { entries: object }).entries), name).toEqual([])
  }
})
