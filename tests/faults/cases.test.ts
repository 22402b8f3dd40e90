import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/**
 * Each case that the protocol promises, by its number, and where it is proved; more tests stand in
 * tests/client/sync and tests/server.
 */
const cases: Record<number, { file: string, title: string }> = {
  1: { file: 'faults/wire.test.ts', title: '1: an answer lost after the commit' },
  2: { file: 'faults/killed-server.test.ts', title: '2: killed before the commit' },
  // Its sweep: server/core/media/sweeping-photos.test.ts
  3: { file: 'faults/killed-server.test.ts', title: '3: killed between a photo’s rename and its row' },
  4: { file: 'journeys/killed.spec.ts', title: 'a browser killed right after 已保存' },
  // The server: faults/killed-server.test.ts
  5: { file: 'faults/sending.spec.ts', title: '5: the browser killed in the middle of an upload' },
  6: { file: 'faults/wire.test.ts', title: '6: a photo cut short' },
  7: { file: 'server/http/doors.test.ts', title: '7: an id that comes back with another body' },
  8: { file: 'server/http/doors.test.ts', title: '8: one report sent ten times at the same moment' },
  9: { file: 'journeys/tabs.spec.ts', title: 'two tabs that send at the same time send each thing once' },
  10: { file: 'faults/phone.spec.ts', title: '10: a frozen tab that holds the right to send' },
  11: { file: 'faults/phone.spec.ts', title: '11: a session that ends while things are being sent' },
  12: { file: 'journeys/offline.spec.ts', title: 'the next person never sends it' },
  13: { file: 'faults/network.spec.ts', title: '13: behind a captive portal' },
  14: { file: 'faults/network.spec.ts', title: '14: a 429 and then a 503' },
  15: { file: 'faults/network.spec.ts', title: '15: a command over which the server fails for ever' },
  16: { file: 'faults/network.spec.ts', title: '16: what is refused comes back with its reason' },
  17: { file: 'faults/phone.spec.ts', title: '17: when the phone is full' },
  // The server: server/http/doors.test.ts
  18: { file: 'faults/phone.spec.ts', title: '18: a phone whose clock jumps' },
  19: { file: 'journeys/tabs.spec.ts', title: 'a new version waits for a form in another tab' },
  // The phone: faults/sending.spec.ts
  20: { file: 'server/http/doors.test.ts', title: '20: what an app of an earlier release sends' },
  21: { file: 'faults/restored.test.ts', title: '21: after the database came back from an older backup' },
  22: {
    file: 'faults/sending.spec.ts',
    title: 'while the report is being sent follows it as a second command',
  },
  23: {
    file: 'journeys/killed.spec.ts',
    title: 'fifty things queued without a network outlive a killed browser',
  },
  24: { file: 'faults/wire.test.ts', title: '24: wherever the connection breaks, at every byte' },
  25: { file: 'server/http/doors.test.ts', title: '25: after %s the old cookie opens no door' },
}

it.each(Array.from({ length: 25 }, (_, at) => at + 1))('case %i of the protocol has a test', (number) => {
  const { file, title } = cases[number]!
  expect(readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')).toMatch(
    new RegExp(`\\(\\s*['"\`][^\\n]*${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`),
  )
})
