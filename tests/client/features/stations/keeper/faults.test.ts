// @vitest-environment dom
import type { PhoneServer } from '../../../../support/client/page.ts'
import { expect, it } from 'vitest'
import {
  freshPhone,
  me,
  openPage,
  savedTexts,
  submit,
  tap,
  text,
  type,
} from '../../../../support/client/page.ts'
import { fault } from '../some-stations.ts'
import { desk, kept } from './some-desk.ts'

const keeper = me('keeper')
const door = fault({ id: '01900000-0000-7000-8000-0000000f0a01', kind: 'door', words: '按了没反应' })
const shelf = fault({
  id: '01900000-0000-7000-8000-0000000f0a02',
  kind: 'supply',
  supply: 'water',
  at: Date.now() - 60_000,
})
let server: PhoneServer
freshPhone(
  () => ({ 'identity.me': keeper, 'stations.desk': desk(kept({ faults: [door, shelf] })) }),
  given => (server = given),
)

const open = async () => {
  const page = await openPage('/keeping/faults', { holder: keeper })
  await expect.poll(text).toContain('待处理 2')
  return page
}
const mend = () => submit('form[aria-label*=门打不开]')
const becomes = (...faults: typeof door[]) => server.acceptTo({ 'stations.desk': desk(kept({ faults })) })

it('the newest fault stands first, and nothing can be sent without words', async () => {
  await open()
  expect(text()).toMatch(/缺货：饮用水.*门打不开.*按了没反应/)
  await tap('答复：门打不开')
  await mend()
  expect(text()).toContain('请写几个字，上报的人会看到')
  expect(server.commands).toEqual([])
})

it('an answer leaves the fault open, mended puts it below', async () => {
  await open()
  await tap('答复：门打不开')
  await type('form[aria-label*=门打不开] textarea', ' 师傅下午来 ')
  const answered = { ...door, answer: '师傅下午来', answeredAt: Date.now() }
  becomes(answered, shelf)
  await tap('先回复')
  await expect.poll(text).toContain('已回复：师傅下午来')
  expect(text()).toContain('待处理 2')
  await tap('答复：门打不开')
  await type('form[aria-label*=门打不开] textarea', '换了门锁电池')
  becomes({ ...answered, answer: '换了门锁电池', isMended: true }, shelf)
  await mend()
  await expect.poll(text).toMatch(/待处理 1.*最近一周处理好的 1.*已处理：换了门锁电池/)
  expect(server.commands.map(({ name, input }) => [name, input])).toEqual([
    ['stations.answerFault', { faultId: door.id, words: '师傅下午来', isMended: false, seen: 0 }],
    [
      'stations.answerFault',
      { faultId: door.id, words: '换了门锁电池', isMended: true, seen: answered.answeredAt },
    ],
  ])
  expect(savedTexts()).toBe(0)
})

it('without a network the answer says so and is there after a reload, beside its own fault', async () => {
  const before = await open()
  await tap('答复：门打不开')
  await type('form[aria-label*=门打不开] textarea', '换了电池')
  server.isDown = true
  await mend()
  await expect.poll(text).toContain('没有收到回应，可能没有发出去')
  before.close()
  server.isDown = false
  await open()
  expect(document.querySelector<HTMLTextAreaElement>('form[aria-label*=门打不开] textarea')?.value).toBe('换了电池')
  expect(document.querySelector('form[aria-label*=缺货]')).toBeNull()
})

it('a station without faults says so', async () => {
  server.answers['stations.desk'] = desk(kept())
  await openPage('/keeping/faults', { holder: keeper })
  await expect.poll(text).toContain('没有待处理的报修')
})

it('the picture that came with a fault is shown, and opens', async () => {
  const photo = { hash: 'ab'.repeat(32), thumbhash: null }
  server.answers['stations.desk'] = desk(kept({ faults: [{ ...door, photo }, shelf] }))
  await open()
  expect(document.querySelectorAll('.fault-picture')).toHaveLength(1)
  await tap('看照片')
  expect(document.querySelector('dialog[open]')).not.toBeNull()
})
