import type { MyCards } from '#shared/volunteering/cards.ts'
import { qrPath } from '#client/ui/qr.ts'
import { cardLines } from '#shared/volunteering/cards.ts'
import { checkUrl, dateText, lineNames, lineText } from './card-words.ts'

const WIDTH = 1080
const EDGE = 72
const HEAD = 300
const LINE = 96
const CODE = 380
const GREEN = '#016e36'
const INK = 'rgb(0 0 0 / 90%)'
const FAINT = 'rgb(0 0 0 / 55%)'

type Made = Pick<MyCards['cards'][number], 'code' | 'words' | 'madeAt'>

async function beePicture(): Promise<HTMLImageElement> {
  const image = new Image()
  image.src = '/icons/icon-512.png'
  await image.decode()
  return image
}

/** Draws the code that leads to the check page, black on white. */
function drawCode(context: CanvasRenderingContext2D, code: string, x: number, y: number) {
  const { path, size } = qrPath(checkUrl(code))
  context.save()
  context.translate(x, y)
  context.scale(CODE / size, CODE / size)
  context.fillStyle = '#000'
  context.fill(new Path2D(path))
  context.restore()
}

/** The card as a JPEG to share, with the code that leads to its check page. */
export async function drawCard({ code, words, madeAt }: Made): Promise<File> {
  const bee = await beePicture()
  const lines = cardLines
    .filter(line => line !== 'name')
    .map(line => ({ name: lineNames[line], text: lineText(line, words) }))
    .filter(({ text }) => text !== undefined)
  const foot = HEAD + 48 + lines.length * LINE
  const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: foot + CODE + 96 })
  const context = canvas.getContext('2d')!
  const write = (text: string, x: number, y: number, font: string, colour: string, most?: number) => {
    context.font = `${font} sans-serif`
    context.fillStyle = colour
    context.fillText(text, x, y, most)
  }
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.fillStyle = '#d7f5e5'
  context.fillRect(0, 0, WIDTH, HEAD)
  context.drawImage(bee, EDGE, 60, 180, 180)
  write('小蜜蜂志愿者', EDGE + 216, 128, '40px', GREEN)
  write(words.name ?? '一位热心人', EDGE + 216, 208, '600 68px', GREEN, WIDTH - 2 * EDGE - 216)

  lines.forEach(({ name, text }, i) => {
    const y = HEAD + 48 + i * LINE + 60
    context.textAlign = 'left'
    write(name, EDGE, y, '42px', FAINT)
    context.textAlign = 'right'
    write(text!, WIDTH - EDGE, y, '500 46px', INK, WIDTH - 2 * EDGE - 300)
  })
  context.textAlign = 'left'
  drawCode(context, code, EDGE - 32, foot + 24)
  write('扫码核验真伪', EDGE + CODE, foot + 180, '500 46px', INK)
  write(`${dateText(madeAt)} 签发`, EDGE + CODE, foot + 250, '38px', FAINT)
  const bytes = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.92))
  if (!bytes) throw new Error('the picture could not be drawn')
  return new File([bytes], '小蜜蜂志愿者名片.jpg', { type: 'image/jpeg' })
}
