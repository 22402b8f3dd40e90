import type { PhotoFacts } from '#shared/media/exif.ts'
import type { PhotoHeader } from './header.ts'
import { answerWithin } from '#client/patience.ts'
import { toHex } from '#shared/kernel/bytes.ts'
import { photoRefusals } from '#shared/media/schemas.ts'
import { fitPhoto } from '#shared/media/sizes.ts'
import { readFacts } from './exif.ts'
import { readHeader } from './header.ts'
import { isLarge, shrink } from './shrink.ts'

export interface PreparedPhoto extends PhotoFacts { hash: string, bytes: ArrayBuffer }

const sentences = {
  ...photoRefusals,
  'photo.silent': '手机一直没有给出这张照片：它可能还在云相册里，请先下载到手机再选。',
  'photo.insecure': '当前网址不是安全连接（https），浏览器不允许保存照片。请用 https 网址打开。',
}

/** Why a photo can't be used; `message` is a sentence for the screen. */
class PhotoTrouble extends Error {
  override readonly name = 'PhotoTrouble'
  constructor(readonly code: keyof typeof sentences) {
    super(sentences[code])
  }
}

/** How long the phone may take to hand out a picked file, which may have to come from the net first. */
const READ_WAIT_MS = 20_000
/** A small photo without metadata goes as it is, if its file is small too (bytes). */
const READY_BYTES_MAX = 2_000_000

/**
 * Makes a photo ready to send: reads its facts, then upright, in the size of `fitPhoto`, no metadata, named
 * by SHA-256. Throws `PhotoTrouble`.
 */
export async function preparePhoto(file: Blob): Promise<PreparedPhoto> {
  if (!('subtle' in crypto)) throw new PhotoTrouble('photo.insecure')
  // A rejection means that the file is gone or unreadable.
  const read = () => file.arrayBuffer().catch(() => 'photo.broken' as const)
  const original = await answerWithin(READ_WAIT_MS, read, 'photo.silent' as const)
  if (typeof original === 'string') throw new PhotoTrouble(original)
  const header = readHeader(new Uint8Array(original))
  if (typeof header === 'string') throw new PhotoTrouble(header)
  const facts = header.isBare ? {} : await readFacts(original)
  const bytes = isReady(header, original)
    ? original
    : await shrink(new Blob([original], { type: header.type }), header)
  if (!bytes) throw new PhotoTrouble(isLarge(header) ? 'photo.tooManyPixels' : 'photo.broken')
  return { hash: await digest(bytes), bytes, ...facts }
}

/** Files to prepare: hashes that are there already, and how many photos there may be in all. */
interface Wanted { have: readonly { hash: string }[], max: number, onStep?: (done: number) => void }
/** The prepared photos, each with its file, and a sentence for each file that could not be used. */
interface Prepared { prepared: (PreparedPhoto & { file: File })[], troubles: string[] }

/** Prepares picked files one after the other, so that an old phone has one picture in memory at a time. */
export async function preparePhotos(
  files: readonly File[],
  { have, max, onStep = () => {} }: Wanted,
): Promise<Prepared> {
  const room = max - have.length
  const prepared: Prepared['prepared'] = []
  const troubles = files.length > room ? [`最多 ${max} 张照片，多出的没有加入`] : []
  for (const [index, file] of files.slice(0, room).entries()) {
    onStep(index)
    try {
      const photo = await preparePhoto(file)
      // The same picture twice counts once.
      if (![...have, ...prepared].some(({ hash }) => hash === photo.hash)) prepared.push({ ...photo, file })
    }
    catch (trouble) {
      // The other photos are used all the same.
      troubles.push(
        trouble instanceof PhotoTrouble ? trouble.message : `第 ${index + 1} 张照片没有处理成，请再选一次`,
      )
    }
  }
  return { prepared, troubles }
}

const isReady = (header: PhotoHeader, { byteLength }: ArrayBuffer) =>
  header.isBare && byteLength <= READY_BYTES_MAX && fitPhoto(header).width === header.width

const digest = async (bytes: ArrayBuffer) =>
  toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)))
