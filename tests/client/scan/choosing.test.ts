import { Buffer } from 'node:buffer'
import { bestOf, useChoosing } from '#client/scan/choosing.ts'
import { readAllQuickly } from '#client/scan/quick-reader.ts'
import { expect, it } from 'vitest'
import { qrCodes } from '../../support/codes.ts'

const worthOf = (text: string) =>
  text.startsWith('door') ? 'wanted' : text.startsWith('poster') ? 'known' : 'foreign'

it('of several codes the wanted one is read, in whatever order they were found', () => {
  expect(bestOf(['https://ad.example', 'poster', 'door 1'], worthOf)).toBe('door 1')
  expect(bestOf(['https://ad.example', 'poster'], worthOf)).toBe('poster')
  expect(bestOf(['https://ad.example'], worthOf)).toBe('https://ad.example')
  expect(bestOf([], worthOf)).toBeUndefined()
})

it('a wanted code counts at once, another one when it stays alone for five frames', () => {
  const choose = useChoosing(worthOf)
  const alone = () => choose(['ad'])
  const four = [undefined, undefined, undefined, undefined]
  expect(four.map(alone)).toEqual(four)
  expect(choose(['ad', 'door 1'])).toBe('door 1')
  expect([...four.map(alone), alone()]).toEqual([...four, 'ad'])
})

it('until the thorough reader is there, the small script finds a code beside another one too', async () => {
  const { data, width, height } = await qrCodes(['https://ad.example/a', 'door 1'])
  const pixels = { data: new Uint8ClampedArray(Buffer.from(data)), width, height }
  expect(readAllQuickly(pixels).toSorted()).toEqual(['door 1', 'https://ad.example/a'])
})
