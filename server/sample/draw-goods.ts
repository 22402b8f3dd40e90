import sharp from 'sharp'

// Goods drawn by script: plainly pictures, like the street scenes.
const SIZE = 480

const drawings = {
  towel: `<rect x="130" y="110" width="220" height="270" rx="14" fill="#6fb7c9"/><path d="M130 160h220M130 190h220M130 330h220" stroke="#fff" stroke-width="12"/><path d="M130 380v22m22-22v22m22-22v22m22-22v22m22-22v22m22-22v22m22-22v22m22-22v22m22-22v22m22-22v22" stroke="#4f9aae" stroke-width="6"/>`,
  umbrella: `<path d="M90 250a150 150 0 01300 0q-38-34-75 0-37-34-75 0-38-34-75 0-37-34-75 0z" fill="#d9654f"/><path d="M240 100v250q0 34 34 34t34-34" fill="none" stroke="#5a4638" stroke-width="14"/>`,
  detergent: `<path d="M160 170h150q30 0 30 34v170q0 26-26 26H156q-26 0-26-26V210q0-40 30-40z" fill="#4f8fd0"/><path d="M190 170v-50h70v50M290 190q50 10 50 70" fill="none" stroke="#3a6fa8" stroke-width="22"/><rect x="160" y="250" width="130" height="90" rx="10" fill="#fff"/><circle cx="200" cy="295" r="18" fill="#8fc4ee"/><circle cx="240" cy="285" r="24" fill="#b8dcf5"/>`,
  bottle: `<rect x="180" y="140" width="120" height="260" rx="34" fill="#4aa37c"/><rect x="200" y="96" width="80" height="56" rx="12" fill="#2f6f54"/><path d="M300 180q54 20 0 90" fill="none" stroke="#2f6f54" stroke-width="16"/><path d="M206 230h34M206 270h50M206 310h34" stroke="#dff2e8" stroke-width="8"/>`,
  raincoat: `<path d="M240 90q60 0 66 66l70 40-30 90-34-14v130H168V272l-34 14-30-90 70-40q6-66 66-66z" fill="#f2c230"/><path d="M200 160q40 30 80 0M240 184v218" fill="none" stroke="#c89a12" stroke-width="8"/><path d="M168 330h144" stroke="#f5f5f0" stroke-width="18"/>`,
  helmet: `<path d="M100 300q0-160 140-160t140 160z" fill="#ffcb21"/><path d="M100 300h300l-30 34H120z" fill="#3a3f45"/><path d="M240 140v160M170 160q-20 60-20 140M310 160q20 60 20 140" stroke="#d9a400" stroke-width="10" fill="none"/><path d="M150 334q10 60 90 66" stroke="#555" stroke-width="10" fill="none"/>`,
  vest: `<path d="M160 100l44-10q36 50 72 0l44 10 40 60-30 60v180H150V220l-30-60z" fill="#c6e03a"/><path d="M150 260h180M150 320h180" stroke="#e8ecef" stroke-width="22"/><path d="M240 130v270" stroke="#93a826" stroke-width="8"/>`,
  sleeves: `<path d="M150 100h70l-14 280h-62z" fill="#8a7fd0"/><path d="M264 100h70l6 280h-62z" fill="#8a7fd0"/><path d="M150 130h68M264 130h70M146 350h60M278 350h60" stroke="#cfc9f2" stroke-width="12"/>`,
  phoneHolder: `<rect x="180" y="90" width="120" height="210" rx="16" fill="#2f3640"/><rect x="192" y="110" width="96" height="166" fill="#9fd0ef"/><path d="M160 210h160M240 300v50" stroke="#6b7480" stroke-width="22"/><circle cx="240" cy="374" r="34" fill="none" stroke="#6b7480" stroke-width="20"/>`,
  powerBank: `<rect x="150" y="110" width="180" height="280" rx="26" fill="#e7eaee" stroke="#c2c8cf" stroke-width="6"/><path d="M256 180l-52 84h34l-16 66 58-92h-36z" fill="#f0a020"/><rect x="200" y="100" width="34" height="16" fill="#9aa3ad"/><rect x="248" y="100" width="34" height="16" fill="#9aa3ad"/>`,
  rice: `<path d="M150 130q90-30 180 0l20 250q-110 34-220 0z" fill="#f4efe2" stroke="#d8cfb8" stroke-width="6"/><rect x="180" y="200" width="120" height="110" rx="12" fill="#c8493b"/><text x="240" y="278" font-size="64" fill="#fff" text-anchor="middle">米</text>`,
  noodles: `<rect x="150" y="110" width="180" height="270" rx="8" fill="#f7e3a8"/><path d="M170 110v270M192 110v270M214 110v270M236 110v270M258 110v270M280 110v270M304 110v270" stroke="#e4c871" stroke-width="8"/><rect x="140" y="200" width="200" height="90" fill="#3f8f5f"/><text x="240" y="264" font-size="52" fill="#fff" text-anchor="middle">面</text>`,
  oil: `<path d="M200 150v-40h70v40q50 30 50 90v130q0 26-26 26H186q-26 0-26-26V240q0-60 40-90z" fill="#f0b429"/><rect x="196" y="86" width="78" height="30" rx="6" fill="#b83a2e"/><rect x="176" y="250" width="130" height="90" rx="10" fill="#fff7e0"/><text x="241" y="314" font-size="52" fill="#8a6a10" text-anchor="middle">油</text>`,
  firstAid: `<rect x="110" y="160" width="260" height="210" rx="24" fill="#d8443a"/><path d="M190 160v-34h100v34" fill="none" stroke="#a8322a" stroke-width="18"/><path d="M240 200v130M175 265h130" stroke="#fff" stroke-width="40"/>`,
  medicine: `<rect x="130" y="140" width="220" height="220" rx="14" fill="#f4f7f4" stroke="#b9cdbf" stroke-width="6"/><path d="M130 200h220" stroke="#4f9d6a" stroke-width="30"/><path d="M240 240v90M195 285h90" stroke="#4f9d6a" stroke-width="24"/>`,
  book: `<path d="M120 130q60-20 120 10v240q-60-30-120-10zM360 130q-60-20-120 10v240q60-30 120-10z" fill="#fbf7ec" stroke="#9c7b4f" stroke-width="8"/><path d="M146 180q40-8 70 4M146 220q40-8 70 4M146 260q40-8 70 4M264 184q30-12 70-4M264 224q30-12 70-4M264 264q30-12 70-4" stroke="#b9a98a" stroke-width="6" fill="none"/>`,
  lunch: `<circle cx="240" cy="250" r="160" fill="#eef1f2" stroke="#cfd6d8" stroke-width="8"/><path d="M240 250V110a140 140 0 01122 208z" fill="#b5562f"/><path d="M240 250l122 68a140 140 0 01-244 0z" fill="#fbfaf5"/><path d="M240 250L118 318a140 140 0 01122-208z" fill="#6fa14a"/>`,
  hotNoodles: `<path d="M90 230h300q0 150-150 150T90 230z" fill="#c8493b"/><ellipse cx="240" cy="230" rx="150" ry="44" fill="#e0b45a"/><path d="M140 230q30-24 60 0t60 0 60 0M160 246q30-20 60 0t60 0" stroke="#a87a24" stroke-width="9" fill="none"/><path d="M300 90L250 220M340 100L276 222" stroke="#7a5a3a" stroke-width="12"/><circle cx="200" cy="220" r="8" fill="#4f9d3a"/><circle cx="270" cy="236" r="8" fill="#4f9d3a"/>`,
} as const
export type Picture = keyof typeof drawings

const grounds = ['#f3ece0', '#e6f0ec', '#eceaf4', '#f6e9e4', '#e8eff6'] as const

/** One article as JPEG bytes. */
export async function drawGoods(picture: Picture): Promise<Buffer> {
  const ground = grounds[Object.keys(drawings).indexOf(picture) % grounds.length]!
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE}" height="${SIZE}"><rect width="${SIZE}" height="${SIZE}" fill="${ground}"/>
    <ellipse cx="240" cy="408" rx="150" ry="20" fill="#000" opacity=".1"/>${drawings[picture]}</svg>`
  return await sharp(Buffer.from(svg)).jpeg({ quality: 82 }).toBuffer()
}
