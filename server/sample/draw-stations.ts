import sharp from 'sharp'

// Stations drawn by script, as the goods are: plainly pictures.
const [WIDTH, HEIGHT] = [960, 640]

const drawings = {
  front: `<rect width="960" height="640" fill="#dcebf2"/><rect y="520" width="960" height="120" fill="#b9b2a4"/>
    <rect x="120" y="150" width="720" height="380" fill="#f4efe2" stroke="#cdbf9f" stroke-width="6"/><rect x="120" y="110" width="720" height="84" fill="#ffcb21"/>
    <text x="480" y="170" font-size="56" fill="#3a2f12" text-anchor="middle">小蜜蜂驿站（示例）</text>
    <rect x="180" y="240" width="220" height="170" fill="#9fd0ef" stroke="#7b6a45" stroke-width="8"/><rect x="470" y="240" width="140" height="290" fill="#8fb7a4" stroke="#5c7a6b" stroke-width="8"/>
    <circle cx="590" cy="390" r="9" fill="#3a3f45"/><rect x="640" y="300" width="70" height="100" rx="8" fill="#2f3640"/><rect x="650" y="312" width="50" height="60" fill="#fff"/>
    <path d="M660 322h12v12h-12zm20 0h12v12h-12zm-20 20h12v12h-12z" fill="#2f3640"/><path d="M210 520l30-60h60l26 60" fill="none" stroke="#3a3f45" stroke-width="10"/>
    <circle cx="205" cy="540" r="32" fill="none" stroke="#3a3f45" stroke-width="10"/><circle cx="335" cy="540" r="32" fill="none" stroke="#3a3f45" stroke-width="10"/>`,
  inside: `<rect width="960" height="640" fill="#f3ece0"/><rect y="470" width="960" height="170" fill="#cbb58f"/>
    <rect x="80" y="120" width="240" height="350" fill="#dfe7ea" stroke="#9aa9ae" stroke-width="6"/><rect x="110" y="160" width="180" height="120" rx="10" fill="#3f4a50"/><text x="200" y="238" font-size="44" fill="#9fe0b8" text-anchor="middle">12:00</text>
    <rect x="110" y="310" width="180" height="120" rx="10" fill="#fff"/><path d="M210 330l-34 52h24l-12 40 44-58h-28z" fill="#f0a020"/>
    <rect x="420" y="360" width="430" height="60" rx="14" fill="#8a5f3a"/><path d="M450 420v110M820 420v110" stroke="#6b4729" stroke-width="22"/>
    <rect x="480" y="270" width="90" height="90" rx="10" fill="#4f8fd0"/><path d="M500 270v-24h50v24" fill="none" stroke="#35699e" stroke-width="12"/><rect x="640" y="300" width="60" height="60" fill="#d8443a"/><path d="M670 312v36M652 330h36" stroke="#fff" stroke-width="12"/>
    <rect x="420" y="110" width="430" height="110" fill="#ffcb21"/><text x="635" y="182" font-size="50" fill="#3a2f12" text-anchor="middle">歇歇脚（示例）</text>`,
} as const

/** One picture of a station as JPEG bytes. */
export const drawStation = async (picture: keyof typeof drawings): Promise<Buffer> =>
  await sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">${drawings[picture]}</svg>`,
    ),
  )
    .jpeg({ quality: 82 })
    .toBuffer()
