import type { PublishPoll } from '#shared/polls/schemas.ts'
import type { Api, Phone } from './phone.ts'
import { randomUUID } from 'node:crypto'
import { COMMUNITY } from '../template.ts'

const HOUR_MS = 3_600_000

/** Publishes a poll that begins at once. Its question is unlike every other. */
export async function askAll(staff: Pick<Api, 'send'>, more: Partial<PublishPoll> = {}) {
  const pollId = randomUUID()
  const question = `充电柜装在哪里？${pollId.slice(0, 4)}`
  const startsAt = Date.now()
  await staff.send('polls.publish', {
    pollId,
    question,
    words: '',
    options: ['地铁口', '菜场边'].map(text => ({ text, place: null })),
    areaId: COMMUNITY,
    audience: 'everyone',
    works: [],
    companies: [],
    ballot: 'secret',
    quorum: 0,
    startsAt,
    endsAt: startsAt + HOUR_MS,
    ...more,
  })
  return { pollId, question }
}

/** Votes on the page that is open. */
export async function voteFor({ page }: Phone, option: string): Promise<void> {
  await page.getByRole('radio', { name: option }).check()
  await page.getByRole('button', { name: '投票', exact: true }).click()
  await page.getByRole('button', { name: '投这一项' }).click()
}

/** Everything that lies in the phone's own database, as text. */
export const storedOn = ({ page }: Phone): Promise<string> => page.evaluate(async () => {
  const got = <Value>(request: IDBRequest<Value>) => new Promise<Value>((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(new Error(`the phone's database: ${request.error?.message}`))
  })
  const stored: unknown[] = [{ ...localStorage }, { ...sessionStorage }]
  for (const { name } of await indexedDB.databases()) {
    const database = await got(indexedDB.open(name!))
    for (const each of database.objectStoreNames)
      stored.push(each, await got(database.transaction(each).objectStore(each).getAll()))
    database.close()
  }
  return JSON.stringify(stored)
})
