import type { PhotoRef } from '#shared/media/schemas.ts'
import type { ReportKind } from '#shared/reports/rules.ts'
import type { ReportView } from '#shared/reports/schemas.ts'
import { communityOf } from '#client/app/words/areas.ts'
import { lasting } from '#client/app/words/index.ts'
import { photoPath } from '#shared/media/schemas.ts'
import { kindRules, mendedStates } from '#shared/reports/rules.ts'

/** What was mended, in one word for others to read. */
const things: Record<ReportKind, string> = {
  environment: '脏乱',
  hazard: '隐患',
  security: '问题',
  warning: '异常',
  emergency: '险情',
  patrol: '问题',
  other: '问题',
}

type Mended = Pick<
  ReportView,
  'kind' | 'mine' | 'state' | 'photos' | 'afterPhotos' | 'timeline' | 'filedAt' | 'areaName'
>

/** The first of the photos that staff have not hidden. */
const firstSeen = (photos: readonly PhotoRef[]) => photos.find(({ isHidden }) => !isHidden)
const fullPath = ({ hash, version }: PhotoRef) => photoPath(hash, 'full', version)

/** Whether a report's picture of before and after may be shown around: public, one's own, and mended. */
export const isMended = ({ kind, mine, state, photos, afterPhotos }: Mended): boolean =>
  mine
  && kindRules[kind].isPublic
  && mendedStates.includes(state)
  && firstSeen(photos) !== undefined
  && firstSeen(afterPhotos) !== undefined

/** What the picture says: no name, no words of a person, no place finer than the community. */
export function mendedWords({ kind, timeline, filedAt, areaName }: Mended): { title: string, hint: string } {
  const mendedAt = timeline.filter(({ step }) => step === 'resolved').at(-1)?.at ?? filedAt
  return {
    title: `我报的${things[kind]}，${lasting(mendedAt - filedAt)}修好了`,
    hint: `${communityOf(areaName)} · 小蜜蜂随手拍`,
  }
}

interface Size { readonly width: number, readonly height: number }
interface Box extends Size { readonly x: number, readonly y: number }

const WIDTH = 1080
const EDGE = 48
const GAP = 16
const INNER = WIDTH - 2 * EDGE
const FOOT = 260
/** The tallest box of a photo beside the other, and above it. */
const BESIDE_MAX = 1080
const ABOVE_MAX = 738

/** Where before and after stand: side by side where both are upright, else one above the other. */
export function boxesFor(before: Size, after: Size): [Box, Box] {
  const areUpright = [before, after].every(({ width, height }) => height > width)
  const width = areUpright ? (INNER - GAP) / 2 : INNER
  const heightOf = (photo: Size) =>
    Math.min(areUpright ? BESIDE_MAX : ABOVE_MAX, Math.round(width * photo.height / photo.width))
  const [first, second] = [heightOf(before), heightOf(after)]
  if (!areUpright) {
    return [
      { x: EDGE, y: EDGE, width, height: first },
      { x: EDGE, y: EDGE + first + GAP, width, height: second },
    ]
  }
  const box = { y: EDGE, width, height: Math.max(first, second) }
  return [{ x: EDGE, ...box }, { x: EDGE + width + GAP, ...box }]
}

/** The largest place in the middle of a box that shows a photo whole. */
export function fitted(photo: Size, box: Box): Box {
  const scale = Math.min(box.width / photo.width, box.height / photo.height)
  const [width, height] = [photo.width * scale, photo.height * scale]
  return { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height }
}

async function picture(url: string): Promise<HTMLImageElement> {
  const image = new Image()
  image.src = url
  await image.decode()
  return image
}
const sizeOf = ({ naturalWidth, naturalHeight }: HTMLImageElement): Size =>
  ({ width: naturalWidth, height: naturalHeight })

function drawPhoto(context: CanvasRenderingContext2D, image: HTMLImageElement, box: Box, words: string) {
  context.fillStyle = '#ededed'
  context.fillRect(box.x, box.y, box.width, box.height)
  const { x, y, width, height } = fitted(sizeOf(image), box)
  context.drawImage(image, x, y, width, height)
  context.font = '500 36px sans-serif'
  context.fillStyle = 'rgb(0 0 0 / 65%)'
  context.fillRect(box.x, box.y, context.measureText(words).width + 40, 60)
  context.fillStyle = '#fff'
  context.fillText(words, box.x + 20, box.y + 43)
}

/** The JPEG to share: before, after, the bee and one sentence. Throws when a photo is missing. */
export async function drawMended(report: Mended): Promise<File> {
  const [before, after, bee] = await Promise.all([
    picture(fullPath(firstSeen(report.photos)!)),
    picture(fullPath(firstSeen(report.afterPhotos)!)),
    picture('/icons/icon-512.png'),
  ])
  const [first, second] = boxesFor(sizeOf(before), sizeOf(after))
  const foot = second.y + second.height
  const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: foot + FOOT })
  const context = canvas.getContext('2d')!
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  drawPhoto(context, before, first, '处理前')
  drawPhoto(context, after, second, '处理后')

  const { title, hint } = mendedWords(report)
  context.drawImage(bee, EDGE, foot + 40, 180, 180)
  context.fillStyle = 'rgb(0 0 0 / 90%)'
  context.font = '600 54px sans-serif'
  context.fillText(title, EDGE + 212, foot + 120, INNER - 212)
  context.fillStyle = 'rgb(0 0 0 / 55%)'
  context.font = '38px sans-serif'
  context.fillText(hint, EDGE + 212, foot + 190, INNER - 212)
  const bytes = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.88))
  if (!bytes) throw new Error('the picture could not be drawn')
  return new File([bytes], '小蜜蜂-修好了.jpg', { type: 'image/jpeg' })
}
