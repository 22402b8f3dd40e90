import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

type Colour = [red: number, green: number, blue: number, alpha: number]
const css = readFileSync(new URL('../../../client/styles/tokens.css', import.meta.url), 'utf8')

function block(selector: string): Record<string, string> {
  const body = css.split(`${selector} {`)[1]?.split('\n}')[0] ?? ''
  return Object.fromEntries(
    [...body.matchAll(/(--[\w-]+): ([^;]+);/g)].map(([, name, value]) => [name!, value!]),
  )
}

function colour(value: string): Colour {
  const rgb = /^rgb\((\d+) (\d+) (\d+) \/ (\d+)%\)$/.exec(value)
  if (rgb) return [Number(rgb[1]), Number(rgb[2]), Number(rgb[3]), Number(rgb[4]) / 100]
  const hex = value.length === 4 ? [...value.slice(1)].map(digit => digit + digit).join('') : value.slice(1)
  return [0, 2, 4].map(at => Number.parseInt(hex.slice(at, at + 2), 16)).concat(1) as Colour
}

const over = ([r, g, b, a]: Colour, [br, bg, bb]: Colour): Colour => [
  r * a + br * (1 - a),
  g * a + bg * (1 - a),
  b * a + bb * (1 - a),
  1,
]
function luminance([r, g, b]: Colour): number {
  const linear = (channel: number) =>
    channel <= 10.31475 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
}
function contrast(words: string, ground: string): number {
  const on = luminance(over(colour(words), colour(ground)))
  const under = luminance(colour(ground))
  return (Math.max(on, under) + 0.05) / (Math.min(on, under) + 0.05)
}

const light = block(':root')
const themes = {
  light,
  dark: { ...light, ...block(':root[data-theme=\'dark\']') },
  care: { ...light, ...block(':root[data-care]') },
}
const pairs = [
  ...['--text', '--text-2', '--link', '--green-text', '--red-text', '--orange-text', '--blue-text'].flatMap(
    words => ['--page', '--bar', '--cell'].map(ground => [words, ground] as const),
  ),
  ['--on-green', '--green'],
] as const
/** What is chosen is tinted, on a cell or on the page itself. */
const tinted = (tokens: Record<string, string>, ground: string) => {
  const [r, g, b] = over(colour(tokens['--chosen']!), colour(tokens[ground]!)).map(Math.round)
  return `#${[r, g, b].map(channel => channel!.toString(16).padStart(2, '0')).join('')}`
}

describe.each(Object.entries(themes))('in the %s theme', (_name, tokens) => {
  it.each(pairs)('%s can be read on %s', (words, ground) => {
    expect(contrast(tokens[words]!, tokens[ground]!)).toBeGreaterThanOrEqual(4.5)
  })
  it.each(['--cell', '--page'])('the words of what is chosen can be read on its tint over %s', (ground) => {
    expect(contrast(tokens['--green-text']!, tinted(tokens, ground))).toBeGreaterThanOrEqual(4.5)
  })
  it('the white count on a badge can be read', () => {
    expect(contrast('#fff', tokens['--badge']!)).toBeGreaterThanOrEqual(4.5)
  })
})

it('care mode has no words under 18 pt', () => {
  const sizes = Object.entries(themes.care).filter(([name]) => name.startsWith('--size-'))
  expect(sizes.length).toBeGreaterThan(4)
  for (const [name, size] of sizes) expect(Number.parseInt(size), name).toBeGreaterThanOrEqual(24)
})

it('the one green is WeUI\'s, in each theme', () => {
  expect([themes.light, themes.dark, themes.care].map(tokens => tokens['--green-shape'])).toEqual([
    '#07c160',
    '#07c160',
    '#018942',
  ])
})
