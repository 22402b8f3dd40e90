import type { Random } from './random.ts'
import sharp from 'sharp'
import { openRandom } from './random.ts'

// Street scenes drawn by script for the sample city; nobody can take them for photographs.
const WIDTH = 960
const HEIGHT = 1280
const HORIZON = 560
/** The scale of the drawings; smaller ones let the sample city open in seconds. */
const DRAWN = 0.75

export type SceneName =
  | 'pothole'
  | 'manhole'
  | 'cable'
  | 'litter'
  | 'bikes'
  | 'lamp'
  | 'leak'
  | 'exit'
  | 'patrol'
  | 'tree'

/**
 * The part of the scene that the after-photo shows. It differs from the before-photo's, since two photos from
 * one spot would count as the same photo.
 */
const AFTER_VIEW = `110 190 ${WIDTH * 0.8} ${HEIGHT * 0.8}`

/** One scene as JPEG bytes, before or after the repair; the same seed draws the same street. */
export async function drawScene(name: SceneName, isAfter: boolean, seed: number): Promise<Buffer> {
  const random = openRandom(seed)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH * DRAWN}" height="${HEIGHT * DRAWN}"
      viewBox="${isAfter ? AFTER_VIEW : `0 0 ${WIDTH} ${HEIGHT}`}">
    ${street(random)}${isAfter ? mended[name] : broken[name]}${grain(random)}</svg>`
  return await sharp(Buffer.from(svg)).jpeg({ quality: 80 }).toBuffer()
}

function street(random: Random): string {
  const sky = random.pick([
    ['#bcd7ea', '#eef3f4'],
    ['#f0c9a0', '#f7e6cf'],
    ['#2b3550', '#5a5f78'],
    ['#a9b4bb', '#d5dadc'],
  ] as const)
  const houses = Array.from({ length: 7 }, (_, i) => house(random, -40 + i * 150))
  const trees = Array.from({ length: 4 }, (_, i) =>
    tree(60 + i * 280 + random.between(-40, 40), HORIZON + 50))
  return `<defs>
      <linearGradient id="sky" x2="0" y2="1">
        <stop stop-color="${sky[0]}"/><stop offset="1" stop-color="${sky[1]}"/>
      </linearGradient>
      <linearGradient id="road" x2="0" y2="1">
        <stop stop-color="#7c7f84"/><stop offset="1" stop-color="#55585d"/>
      </linearGradient>
    </defs>
    <rect width="${WIDTH}" height="${HORIZON + 40}" fill="url(#sky)"/>${houses.join('')}
    <path d="M0 ${HORIZON + 20}H${WIDTH}V${HEIGHT}H0z" fill="#b9b2a4"/>
    <path d="M330 ${HORIZON + 20}H640L1100 ${HEIGHT}H-140z" fill="url(#road)"/>
    <path d="M482 ${HORIZON + 20}h8l14 ${HEIGHT - HORIZON}h-40z" fill="#e9e6dc" stroke-dasharray="40 60"
        opacity=".7"/>${trees.join('')}`
}

function house(random: Random, x: number): string {
  const width = random.between(120, 190)
  const height = random.between(180, 470)
  const top = HORIZON + 20 - height
  const wall = random.pick(['#c9b79c', '#a8b3ba', '#d8cbb8', '#b58f7a', '#9aa58f'])
  const windows = []
  for (let y = top + 24; y < HORIZON - 40; y += 52) {
    for (let at = x + 18; at < x + width - 30; at += 42) {
      windows.push(
        `<rect x="${at}" y="${y}" width="22" height="30"
            fill="${random.pick(['#55677a', '#6f8090', '#f3d98b'])}"/>`,
      )
    }
  }
  return `<rect x="${x}" y="${top}" width="${width}" height="${height}" fill="${wall}"/>${windows.join('')}`
}

const tree = (
  x: number,
  y: number,
) => `<rect x="${x - 7}" y="${y - 110}" width="14" height="130" fill="#6b5138"/>
  <ellipse cx="${x}" cy="${y - 150}" rx="64" ry="80" fill="#5b7d4c"/>
  <ellipse cx="${x + 24}" cy="${y - 180}" rx="42" ry="50" fill="#6d9159"/>`

const grain = (random: Random) =>
  Array.from(
    { length: 90 },
    () =>
      `<circle cx="${random.between(0, WIDTH).toFixed(0)}"
          cy="${random.between(HORIZON + 40, HEIGHT).toFixed(0)}"
          r="${random.between(1, 3).toFixed(1)}" fill="#000" opacity=".12"/>`,
  ).join('')

const patch = (x: number, y: number, rx: number) =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${rx * 0.34}" fill="#3d4044"/>`
const lid = (
  x: number,
  y: number,
) => `<ellipse cx="${x}" cy="${y}" rx="120" ry="42" fill="#3a3632"/>
  <ellipse cx="${x}" cy="${y - 4}" rx="112" ry="37" fill="#6a635a"/>
  <path d="M${x - 80} ${y - 14}h160M${x - 100} ${y}h200M${x - 80} ${y + 12}h160" stroke="#494440"
      stroke-width="6"/>`
const pole = `<rect x="760" y="250" width="20" height="640" fill="#4b5157"/>
  <path d="M770 262q-90-40-170 6" stroke="#4b5157" stroke-width="14" fill="none"/>`
/** The sign 出口, common in Chinese streets, drawn as strokes because a server may have no Chinese font. */
const door = `<rect x="80" y="470" width="210" height="330" fill="#7d8790"/>
  <rect x="96" y="490" width="178" height="310" fill="#3f6d53"/>
  <rect x="112" y="512" width="146" height="66" rx="8" fill="#0b8a4a"/>
  <g fill="none" stroke="#fff" stroke-width="7" stroke-linecap="round" stroke-linejoin="round">
    <circle cx="150" cy="527" r="4" fill="#fff"/>
    <path d="M148 537l-8 17 12 8-4 10M140 554l-12 9M146 539l-14 2-4 8M148 539l10 7 8-3"/>
    <path stroke-width="5" d="M195 524v38M181 531v14h28v-14M177 549v14h36v-14M225 533h22v28h-22z"/>
  </g>`
const bike = (
  x: number,
  y: number,
  turn: number,
  colour: string,
) => `<g transform="translate(${x} ${y}) rotate(${turn})" fill="none" stroke="${colour}" stroke-width="9">
  <circle cx="0" cy="0" r="46"/>
  <circle cx="130" cy="0" r="46"/>
  <path d="M0 0l46-70h62l22 70M46-70l34 70h50M108-70l-8-30h30M40-86h24"/></g>`
const shopFront = `<rect x="40" y="380" width="300" height="330" fill="#efe6d4"/>
  <rect x="40" y="380" width="300" height="70" fill="#b3472f"/>
  <rect x="70" y="480" width="150" height="150" fill="#7e97a3"/>
  <rect x="240" y="480" width="76" height="230" fill="#6b5a48"/>`

const broken: Record<SceneName, string> = {
  pothole: `<path d="M360 1010q70-70 190-40 110 20 90 90-50 70-200 50-130-20-80-100z" fill="#2d2a26"/>
    <path d="M400 1020q60-40 150-20 70 14 60 50-50 40-150 30-80-10-60-60z" fill="#574a3b"/>`,
  manhole: `<ellipse cx="500" cy="1010" rx="126" ry="46" fill="#0e0d0c"/>
    <g transform="rotate(-16 640 1050)">${lid(650, 1060)}</g>`,
  cable: `${pole}
    <path d="M0 330Q500 420 770 290" stroke="#17181a" stroke-width="8" fill="none"/>
    <path d="M770 300Q560 700 420 1010q-40 60-110 40" stroke="#17181a" stroke-width="9" fill="none"/>`,
  litter: `<path d="M260 1060l60-110 90 20 40 100z" fill="#2f3133"/>
    <path d="M410 1080l50-140 110 30 50 130z" fill="#3a3c3e"/>
    <rect x="600" y="1010" width="120" height="90" fill="#b08a58"/>
    <path d="M330 1120h300" stroke="#d8d4ca" stroke-width="16"/>`,
  bikes: `${bike(240, 990, -8, '#e6a500')}
    ${bike(360, 1050, 10, '#2fa35a')}
    ${bike(500, 980, 24, '#2e86c9')}
    ${bike(560, 1090, -30, '#e6a500')}`,
  lamp: `<rect y="0" width="${WIDTH}" height="${HEIGHT}" fill="#0b1020" opacity=".55"/>${pole}
    <ellipse cx="600" cy="270" rx="46" ry="14" fill="#222"/>`,
  leak: `<path d="M430 930q150-60 330 60 160 120 10 200-260 90-460-30-120-110 120-230z" fill="#8fb2c4"
      opacity=".85"/>
    <path d="M500 960q30-190 60 0" stroke="#d7eaf2" stroke-width="18" fill="none"/>`,
  exit: `${door}
    <rect x="60" y="690" width="150" height="130" fill="#a77a4a"/>
    <rect x="170" y="640" width="140" height="180" fill="#8e6a44"/>
    <rect x="100" y="600" width="110" height="90" fill="#b98c58"/>`,
  patrol: `${shopFront}
    <rect x="330" y="700" width="170" height="120" fill="#c78e3c"/>
    <rect x="360" y="650" width="110" height="60" fill="#8c8f92"/>`,
  tree: `<path d="M120 1060L820 860l24 46L140 1120z" fill="#6b5138"/>
    <ellipse cx="760" cy="840" rx="190" ry="130" fill="#54754a"/>`,
}

const mended: Record<SceneName, string> = {
  pothole: patch(500, 1030, 170),
  manhole: lid(500, 1010),
  cable: `${pole}<path d="M0 300Q500 350 770 280" stroke="#17181a" stroke-width="8" fill="none"/>`,
  litter: `<rect x="700" y="880" width="90" height="140" rx="10" fill="#3f7d58"/>`,
  bikes: `${bike(620, 900, 0, '#e6a500')}${bike(640, 980, 0, '#2fa35a')}${bike(660, 1060, 0, '#2e86c9')}`,
  lamp: `${pole}
    <ellipse cx="600" cy="270" rx="46" ry="14" fill="#fff3c4"/>
    <path d="M560 280L380 1000h440z" fill="#ffe9a0" opacity=".28"/>`,
  leak: patch(520, 1020, 120),
  exit: door,
  patrol: shopFront,
  tree: `<ellipse cx="500" cy="1020" rx="60" ry="18" fill="#8a6d4b"/>`,
}
