import { openRandom } from '#server/sample/random.ts'
import { encode } from 'uqr'

/** A frame as a camera hands it over, and what the code in it says. */
export interface Frame {
  trouble: string
  words: string
  width: number
  height: number
  data: Uint8ClampedArray
}

const WIDTH = 640
const HEIGHT = 480
const QUIET_MODULES = 4
const PAPER = 235
const INK = 25
/** Looks inside one pixel, along each side: edges come out grey, as from a lens. */
const LOOKS = 2

type Light = (x: number, y: number, grey: number) => number
interface Shot {
  side: number
  turn: number
  tilt: number
  slant: number
  blur: number
  noise: number
  light: Light
}

const plain: Light = (_x, _y, grey) => grey

/** What goes wrong in front of a door, milder and worse. `by`: 0 to 1. */
const troubles: Record<string, (by: number, random: () => number) => Partial<Shot>> = {
  rotated: (by, random) => ({ turn: random() * 2 * Math.PI, side: 300 - 90 * by }),
  blurred: (by, random) => ({ blur: 0.6 + 2.6 * by, turn: (random() - 0.5) * 0.4 }),
  dim: (by, random) => ({
    light: (_x, _y, grey) => grey * (0.35 - 0.27 * by) + 8,
    noise: 4 + 8 * by,
    turn: (random() - 0.5) * 0.4,
  }),
  tilted: (by, random) => ({
    tilt: (0.25 + 0.45 * by) * (random() < 0.5 ? -1 : 1),
    slant: (random() - 0.5) * 0.6 * by,
    turn: (random() - 0.5) * 0.5,
  }),
  glaring: (by, random) => {
    const [x0, y0, reach] = [220 + random() * 200, 140 + random() * 200, 40 + 110 * by]
    return {
      light: (x, y, grey) => grey + 230 * Math.exp(-((x - x0) ** 2 + (y - y0) ** 2) / reach ** 2),
      turn: (random() - 0.5) * 0.4,
    }
  },
}

/** So many frames of each trouble with a code of these words, from mild to bad. */
export const framesOf = (words: string, each: number): Frame[] =>
  Object.keys(troubles).flatMap(trouble =>
    Array.from({ length: each }, (_, at) => frameOf(words, trouble, at, each)))

/** The frame of that number among so many with one trouble. */
export function frameOf(words: string, trouble: string, at: number, each: number): Frame {
  const { between } = openRandom(Object.keys(troubles).indexOf(trouble) * 1000 + at)
  const random = () => between(0, 1)
  const shot: Shot = {
    side: 330,
    turn: 0,
    tilt: 0,
    slant: 0,
    blur: 0,
    noise: 3,
    light: plain,
    ...troubles[trouble]!(at / Math.max(1, each - 1), random),
  }
  return { trouble, words, width: WIDTH, height: HEIGHT, data: develop(words, shot, random) }
}

function develop(words: string, shot: Shot, random: () => number): Uint8ClampedArray {
  const grey = softened(seen(words, shot), shot.blur)
  const data = new Uint8ClampedArray(WIDTH * HEIGHT * 4)
  for (let at = 0; at < grey.length; at++) {
    const noise = (random() + random() + random() - 1.5) * 2 * shot.noise
    const value = shot.light(at % WIDTH, Math.floor(at / WIDTH), grey[at]!) + noise
    data[at * 4] = data[at * 4 + 1] = data[at * 4 + 2] = value
    data[at * 4 + 3] = 255
  }
  return data
}

/** The sheet as a lens sees it: turned in its plane, leaning back (`tilt`) and to the side (`slant`). */
function seen(words: string, { side, turn, tilt, slant }: Shot): Float64Array {
  const { data, size } = encode(words, { ecc: 'M', border: QUIET_MODULES })
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  const grey = new Float64Array(WIDTH * HEIGHT)
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      let sum = 0
      for (let look = 0; look < LOOKS ** 2; look++) {
        const u = (x + ((look % LOOKS) + 0.5) / LOOKS - WIDTH / 2) / side
        const v = (y + (Math.floor(look / LOOKS) + 0.5) / LOOKS - HEIGHT / 2) / side
        const depth = 1 / (1 + tilt * v + slant * u)
        const column = Math.floor(((u * cos + v * sin) * depth + 0.5) * size)
        const row = Math.floor(((v * cos - u * sin) * depth + 0.5) * size)
        sum
          += column < 0 || row < 0 || column >= size || row >= size ? 150 : data[row]![column]! ? INK : PAPER
      }
      grey[y * WIDTH + x] = sum / LOOKS ** 2
    }
  }
  return grey
}

/** Out of focus by so many pixels: along the rows, then along the columns. */
function softened(grey: Float64Array, blur: number): Float64Array {
  if (blur === 0) return grey
  return along(along(grey, blur, 1, WIDTH), blur, WIDTH, HEIGHT)
}

function along(from: Float64Array, blur: number, step: number, end: number): Float64Array {
  const reach = Math.ceil(blur * 3)
  const weights = Float64Array.from({ length: 2 * reach + 1 }, (_, at) =>
    Math.exp(-((at - reach) ** 2) / (2 * blur ** 2)))
  const total = weights.reduce((sum, weight) => sum + weight)
  const to = new Float64Array(from.length)
  for (let at = 0; at < from.length; at++) {
    const place = Math.floor(at / step) % end
    let sum = 0
    for (let i = -reach; i <= reach; i++)
      sum += weights[i + reach]! * from[at + (Math.min(end - 1, Math.max(0, place + i)) - place) * step]!
    to[at] = sum / total
  }
  return to
}
