import sharp from 'sharp'
for (const look of ['light', 'dark', 'care']) {
  const names = ['counter', 'goods', 'scan', 'points2', 'pick']
  const tiles = await Promise.all(names.map(async (n, i) => ({ input: await sharp(`/tmp/shots/${n}-${look}.png`).resize(390, 844).toBuffer(), left: i * 398, top: 0 })))
  await sharp({ create: { width: names.length * 398, height: 844, channels: 3, background: '#808' } }).composite(tiles).png().toFile(`/tmp/sheets/x-${look}.png`)
}
