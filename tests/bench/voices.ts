import type { Actor, QueryContext } from '#server/sync/context.ts'
import process from 'node:process'
import { queryHandlers } from '#server/handlers.ts'
import { insertVoices } from '../server/features/voices/said.ts'
import { COMMUNITY, openTestCity } from '../support/city.ts'
import { median, promise } from './measure.ts'

// What it costs the server to find what says nearly the same among the open voices of an area: the
// processor's time, which others on the same machine don't lengthen.
const VOICES = 5000
const ROUNDS = 40
const SIMILAR_MS_MAX = 20

const who = ['骑手', '小区', '驿站', '路口', '街上', '楼下', '食堂', '医院门口', '学校旁边', '地铁口']
const what = ['路灯', '门禁', '充电柜', '厕所', '热水', '空调', '饭菜', '停车位', '雨棚', '理发', '快递柜', '体检']
const how = ['太少了', '坏了很久', '能不能多开一会儿', '找不到', '太贵', '希望离家近', '晚上没有', '要排队']
/** Five thousand that differ, made of words that many share. */
const texts = Array.from({ length: VOICES }, (_, i) =>
  `${who[i % 10]!}的${what[i % 12]!}${how[i % 8]!}，我在第 ${i % 97} 栋，${what[(i * 7) % 12]!}也是`)

const city = await openTestCity()
await insertVoices(city, texts.map((text, i) => ({ text, shownAt: city.time.now - i })))
const { database: { read }, settings, rulings, time: { now } } = city
const actor: Actor = { accountId: city.ids.rider2, role: 'courier', areaId: COMMUNITY, posts: [] }
const context: QueryContext = { read, settings, rulings, actor, now, about: () => {} }
const asked = ['充电柜晚上要排队', '想学修电动车，夜里开班最好', texts[2500]!]
for (const text of asked) {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const began = process.cpuUsage()
    await queryHandlers['voices.similar']({ text, areaId: null }, context)
    const { user, system } = process.cpuUsage(began)
    times.push((user + system) / 1000)
  }
  const ms = median(times)
  const what = `similar to “${text.slice(0, 12)}” among ${VOICES} (ms of the processor)`
  promise(what, ms, ms <= SIMILAR_MS_MAX, `≤ ${SIMILAR_MS_MAX}`)
}
await city.close()
