import type { ReportKind } from '#shared/reports/rules.ts'
import type { ReportView } from '#shared/reports/schemas.ts'
import { communityOf } from '#client/app/words/areas.ts'
import { lasting } from '#client/app/words/index.ts'
import { photoPath } from '#shared/media/schemas.ts'
import { kindRules } from '#shared/reports/rules.ts'

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

/** Whether a report's picture of before and after may be shown around: public, one's own, and mended. */
export const isMended = ({ kind, mine, state, photos, afterPhotos }: Mended): boolean =>
  mine
  && kindRules[kind].isPublic
  && (state === 'resolved' || state === 'closed')
  && photos.length > 0
  && afterPhotos.length > 0

/** What the picture says: no name, no words of a person, no place finer than the community. */
export function mendedWords({ kind, timeline, filedAt, areaName }: Mended): { title: string, hint: string } {
  const mendedAt = timeline.filter(({ step }) => step === 'resolved').at(-1)?.at ?? filedAt
  return {
    title: `我报的${things[kind]}，${lasting(mendedAt - filedAt)}修好了`,
    hint: `${communityOf(areaName)} · 小蜜蜂随手拍`,
  }
}

const WIDTH = 1080
const PHOTO_HEIGHT = 640
const EDGE = 48
const GAP = 16
const FOOT = 260
const HEIGHT = EDGE + PHOTO_HEIGHT * 2 + GAP + FOOT

async function picture(url: string): Promise<HTMLImageElement> {
  const image = new Image()
  image.src = url
  await image.decode()
  return image
}

/** Draws an image so that it fills a box, as `object-fit: cover`. */
function cover(context: CanvasRenderingContext2D, image: HTMLImageElement, top: number) {
  const width = WIDTH - 2 * EDGE
  const scale = Math.max(width / image.naturalWidth, PHOTO_HEIGHT / image.naturalHeight)
  const [w, h] = [width / scale, PHOTO_HEIGHT / scale]
  context.drawImage(
    image,
    (image.naturalWidth - w) / 2,
    (image.naturalHeight - h) / 2,
    w,
    h,
    EDGE,
    top,
    width,
    PHOTO_HEIGHT,
  )
}

function label(context: CanvasRenderingContext2D, words: string, top: number) {
  context.font = '500 36px sans-serif'
  const width = context.measureText(words).width + 40
  context.fillStyle = 'rgb(0 0 0 / 65%)'
  context.fillRect(EDGE, top, width, 60)
  context.fillStyle = '#fff'
  context.fillText(words, EDGE + 20, top + 43)
}

/** The JPEG to share: before, after, the bee and one sentence. Throws when a photo is missing. */
export async function drawMended(report: Mended): Promise<File> {
  const [before, after, bee] = await Promise.all([
    picture(photoPath(report.photos[0]!.hash, 'full')),
    picture(photoPath(report.afterPhotos[0]!.hash, 'full')),
    picture('/icons/icon-512.png'),
  ])
  const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT })
  const context = canvas.getContext('2d')!
  context.fillStyle = '#fff'
  context.fillRect(0, 0, WIDTH, HEIGHT)
  const second = EDGE + PHOTO_HEIGHT + GAP
  cover(context, before, EDGE)
  cover(context, after, second)
  label(context, '处理前', EDGE)
  label(context, '处理后', second)

  const { title, hint } = mendedWords(report)
  const foot = second + PHOTO_HEIGHT
  context.drawImage(bee, EDGE, foot + 40, 180, 180)
  context.fillStyle = 'rgb(0 0 0 / 90%)'
  context.font = '600 54px sans-serif'
  context.fillText(title, EDGE + 212, foot + 120, WIDTH - 2 * EDGE - 212)
  context.fillStyle = 'rgb(0 0 0 / 55%)'
  context.font = '38px sans-serif'
  context.fillText(hint, EDGE + 212, foot + 190, WIDTH - 2 * EDGE - 212)
  const bytes = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.88))
  if (!bytes) throw new Error('the picture could not be drawn')
  return new File([bytes], '小蜜蜂-修好了.jpg', { type: 'image/jpeg' })
}
