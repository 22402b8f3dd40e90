import { whatIs, withoutGaps } from '#client/features/doors/scanned.ts'
import { expect, it } from 'vitest'
import { doorCode, passHolder } from '../../../support/door-codes.ts'
import { codeOf } from '../mall/keeper/signed.ts'

const NOW = Date.parse('2026-11-23T14:00:00Z')
const OURS = 'https://bee.example.cn'
const link = doorCode(143, NOW)
const code = link.split('/d/')[1]!
const isPage = (path: string) => path.startsWith('/s/')
const seen = (text: string) => whatIs(text, OURS, isPage)

it.each([link, code, ` ${code}\n`, withoutGaps(code.match(/.{1,5}/g)!.join(' '))])(
  '%o leads to the door',
  (text) => {
    expect(seen(text)).toEqual({ kind: 'door', code })
  },
)

it('a poster leads to its station, and opens nothing', () => {
  expect(seen(`${OURS}/s/143`)).toEqual({ kind: 'page', path: '/s/143' })
})

it('so it does in a browser that can only try an address', () => {
  const canParse = Object.getOwnPropertyDescriptor(URL, 'canParse')!
  Reflect.deleteProperty(URL, 'canParse')
  try {
    expect(seen(`${OURS}/s/143`)).toEqual({ kind: 'page', path: '/s/143' })
    expect(seen('6901234567892').kind).toBe('no')
  }
  finally {
    Object.defineProperty(URL, 'canParse', canParse)
  }
})

it.each([
  [codeOf(), '领取码'],
  [passHolder(NOW).holdOut(143, NOW), '通行码'],
  [passHolder(NOW).holdOutFor({ purpose: 'activity', subject: 'a1b2c3d4e5f60718' }, NOW), '活动的签到页'],
  ['https://elsewhere.example/s/143', '别处的网址'],
  [`${OURS}/nowhere`, '别处的网址'],
  ['6901234567892', '不认识'],
  [link.slice(0, -1), '别处的网址'],
])('%o is told what it is', (text, words) => {
  const found = seen(text)
  expect(found.kind === 'no' && found.words).toContain(words)
})
