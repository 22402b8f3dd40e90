// @vitest-environment dom
import type { PhoneServer } from '../../../../support/client/page.ts'
import { expect, it } from 'vitest'
import {
  button,
  freshPhone,
  openPage,
  settled,
  submit,
  tap,
  text,
  type,
} from '../../../../support/client/page.ts'
import { admin } from '../../../features/people/someone.ts'

let server: PhoneServer
freshPhone(() => ({ 'identity.me': admin, 'people.pending': [] }), given => (server = given))
const TABLE = '手机号\t姓名\t岗位\t片区\n13800000001\t张三\t小巷顾问\t花楼社区\n12345\t李四\t小巷顾问\t花楼社区'
const answers = (result: object) => void (server.decide = () => ({ status: 'accepted', result }))
async function open() {
  await openPage('/console/people/import', { holder: admin })
  await expect.poll(() => document.querySelector('form')).toBeTruthy()
}
const fill = async (words = TABLE) => {
  await type('textarea', words)
  await type('textarea[placeholder^=本人可见]', '年度名单')
  await settled()
}

it('is tried first: bad lines are named by their number and in words, and nothing is given', async () => {
  await open()
  await submit('form')
  expect(text()).toContain('请粘贴名单，或选一个 CSV 文件')
  await fill()
  answers({ given: 1, refused: [{ line: 2, code: 'people.phoneWrong' }] })
  await tap('核对 2 行')
  await expect.poll(text).toMatch(/核对结果：可任命 1 人 ?，要改 1 行/)
  expect(text()).toMatch(/第 3 行 · 李四 ?手机号要 11 位/)
  expect(server.commands).toMatchObject([{
    name: 'people.import',
    input: { dryRun: true, reason: '年度名单', rows: [{ name: '张三' }, { name: '李四', scope: '花楼社区' }] },
  }])
})

it('then the good lines go in by the ids they were tried by; the bad ones stay to be mended', async () => {
  await open()
  await fill()
  answers({ given: 1, refused: [{ line: 2, code: 'people.phoneWrong' }] })
  await tap('核对 2 行')
  await expect.poll(text).toContain('先任命这 1 人')
  await tap('先任命这 1 人')
  await expect.poll(text).toMatch(/已任命 1 人还有 1 行没导入，改好再导/)
  const [tried, done] = server.commands.map(({ input }) => input as { dryRun: boolean, rows: unknown })
  expect([tried!.dryRun, done!.dryRun]).toEqual([true, false])
  expect(done!.rows).toEqual(tried!.rows)
  answers({ given: 0, refused: [{ line: 1, code: 'people.phoneWrong' }] })
  await tap('改没导入的 1 行')
  expect(document.querySelector('textarea')!.value).toMatch(/^手机.*\n12345\t李四\t小巷顾问\t花楼社区$/)
  await expect.poll(text).toMatch(/第 2 行 · 李四/)
})

it('a table sent again after a lost answer says who has the post, not that it was sent before', async () => {
  await open()
  await fill()
  answers({ given: 2, refused: [] })
  await tap('核对 2 行')
  await expect.poll(text).toContain('任命 2 人')
  server.isDown = true
  await tap('任命 2 人')
  await expect.poll(text).toContain('没有收到回应')
  server.isDown = false
  answers({ given: 0, refused: [1, 2].map(line => ({ line, code: 'people.idTaken' })) })
  await tap('任命 2 人')
  await expect.poll(text).toContain('已任命 2 人')
})

it('a changed table is tried anew before anything is given', async () => {
  await open()
  await fill()
  answers({ given: 2, refused: [] })
  await tap('核对 2 行')
  await expect.poll(text).toContain('任命 2 人')
  await fill(`${TABLE}\n13800000003\t王五\t小巷顾问\t花楼社区`)
  expect(text()).not.toContain('任命 2 人')
  expect(button('核对 3 行')).toBeTruthy()
})

it('a table that is too long is said to be, and is not sent', async () => {
  await open()
  await fill(Array.from({ length: 201 }, (_, at) => `1380000${at}\t张三\t小巷顾问\t花楼社区`).join('\n'))
  await tap('核对 201 行')
  expect([text(), server.commands]).toEqual([expect.stringContaining('一次最多 200 人，请分成几张'), []])
})
