import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'

/**
 * Draws the app's icons into client/public/icons: `npx tsx client/build/draw-icons.ts`. The results are
 * committed.
 */
const folder = fileURLToPath(new URL('../public/icons/', import.meta.url))

/** The bee that greets, drawn once for the whole app, in a square of 120. */
const drawn = await readFile(fileURLToPath(new URL('../public/bee.svg', import.meta.url)), 'utf8')
const shapes = /<defs>.*?<\/defs>/s.exec(drawn)![0]
const greeting = /<symbol id="greet"[^>]*>(.*?)<\/symbol>/s.exec(drawn)![1]!
const bee = `${shapes}<g transform="translate(64 60) scale(3.3)">${greeting}</g>`
/** Android shows a notification's badge as one flat shape. */
const flat = `
  <g transform="rotate(-18 256 268)">
    <ellipse cx="206" cy="168" rx="58" ry="86" transform="rotate(-28 206 168)" fill="#fff"/>
    <ellipse cx="306" cy="168" rx="58" ry="86" transform="rotate(28 306 168)" fill="#fff" fill-opacity=".8"/>
    <clipPath id="body"><ellipse cx="256" cy="300" rx="140" ry="98"/></clipPath>
    <ellipse cx="256" cy="300" rx="140" ry="98" fill="#ffc300"/>
    <g clip-path="url(#body)" fill="#2b2110">
      <rect x="206" y="190" width="44" height="220"/>
      <rect x="290" y="190" width="44" height="220"/>
    </g>
    <circle cx="160" cy="284" r="13" fill="#2b2110"/>
    <path d="M148 318q16 16 34 4" fill="none" stroke="#2b2110" stroke-width="9" stroke-linecap="round"/>
  </g>`
const svg = (inside: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">${inside}</svg>\n`
const rounded = svg(`<rect width="512" height="512" rx="112" fill="#07c160"/>${bee}`)
/** Phones cut a maskable icon to their own shape: the picture keeps to the middle 80 %. */
const maskable = svg(
  `<rect width="512" height="512" fill="#07c160"/>`
  + `<g transform="translate(256 256) scale(.95) translate(-256 -256)">${bee}</g>`,
)

const pictures: [name: string, source: string, size: number][] = [
  ['icon-192.png', rounded, 192],
  ['icon-512.png', rounded, 512],
  ['maskable-512.png', maskable, 512],
  ['apple-touch-180.png', maskable, 180],
  ['badge-96.png', svg(flat.replaceAll(/#[0-9a-f]{3,6}/g, '#fff')), 96],
]

async function draw() {
  await mkdir(folder, { recursive: true })
  await writeFile(`${folder}icon.svg`, rounded)
  for (const [name, source, size] of pictures) {
    await sharp(Buffer.from(source), { density: 144 })
      .resize(size)
      .png({ compressionLevel: 9, palette: true })
      .toFile(folder + name)
  }
}

void draw()
