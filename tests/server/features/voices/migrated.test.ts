import type { Database } from '#server/database/database.ts'
import type { TestCity } from '../../../support/city.ts'
import { dialect } from '#server/database/dialect.ts'
import { migrate } from '#server/database/migrate.ts'
import { voices } from '#server/features/voices/tables.ts'
import { asc } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openTestCity } from '../../../support/city.ts'
import { openOldDatabase } from '../../../support/old-database.ts'

let city: TestCity
let old: Database
beforeEach(async () => {
  city = await openTestCity()
  old = await openOldDatabase(city, dialect === 'sqlite' ? '0033' : '0032')
})
afterEach(async () => {
  await old.close()
  await city.close()
})

it('every complaint of before is a voice with its answer, for its maker and the admins alone', async () => {
  await old.run(
    `insert into complaints (id, account_id, text, page, at, reply_words, replied_at, replied_by) values
      ('a', 'rider', '字太小', 'home', 1000, '已加大', 5000, 'admin'),
      ('b', 'rider', '夜里“看不清”''', 'report', 2000, null, null, null),
      ('c', 'gone', '太慢', '', 3000, '在改', 6000, null)`,
  )
  await migrate(old)
  const rows = await old.read.select().from(voices).orderBy(asc(voices.id))
  const usual = { kind: 'complaint', areaId: '4201', isAnonymous: false, supporters: 0, codeDigest: null }
  expect(rows).toMatchObject([
    {
      ...usual,
      ...{ id: 'a', accountId: 'rider', text: '字太小', page: 'home', at: 1000, shownAt: 1000 },
      ...{ state: 'answered', replyWords: '已加大', repliedAt: 5000, repliedBy: 'admin', metAt: 5000 },
      ...{ awaits: null, changedAt: 5000, changedBy: 'admin' },
    },
    {
      ...usual,
      ...{ id: 'b', accountId: 'rider', text: '夜里“看不清”\'', page: 'report', at: 2000 },
      ...{ state: 'open', replyWords: null, metAt: null, awaits: 'staff' },
      ...{ changedAt: 2000, changedBy: 'system' },
      dueAt: 2000 + 21 * 86_400_000, // 15 working days.
    },
    {
      ...usual,
      ...{ id: 'c', accountId: 'gone', state: 'answered' },
      ...{ replyWords: '在改', repliedBy: null, metAt: 6000 },
    },
  ])
  expect(await old.run('select kind, ref, step, words from steps order by ref')).toEqual([
    { kind: 'voice', ref: 'a', step: 'answered', words: '已加大' },
    { kind: 'voice', ref: 'c', step: 'answered', words: '在改' },
  ])
  await expect(old.run('select * from complaints')).rejects.toThrow()
})
