import type { City, RequestScope } from '#server/city.ts'
import type { IntakeLimits, PhotoSize } from '#server/core/media/index.ts'
import type { Reader } from '#server/database/database.ts'
import type { Actor } from '#server/sync/context.ts'
import type { PhotoRefusal } from '#shared/media/schemas.ts'
import type { RouteRefusal } from '#shared/sync/protocol.ts'
import type { Context, HonoRequest } from 'hono'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import {
  blockOtherDecoders,
  hasSent,
  openIntake,
  openQuota,
  photoFolder,
  photoIsOnDisk,
  PhotoRefused,
  sealOf,
  shownFile,
  storePhoto,
  UploadPutOff,
} from '#server/core/media/index.ts'
import { features } from '#server/handlers.ts'
import { PhotoHash } from '#shared/kernel/fields.ts'
import { OWN_PHOTO } from '#shared/media/own-photo.ts'
import { photoRefusals } from '#shared/media/schemas.ts'
import { PHOTO_BYTES_MAX } from '#shared/sync/protocol.ts'
import { Hono } from 'hono'
import * as v from 'valibot'
import { refuse } from './faults.ts'

const statuses: Record<PhotoRefusal, 413 | 415 | 422 | 429> = {
  'photo.digest': 422,
  'photo.empty': 422,
  'photo.tooLarge': 413,
  'photo.tooManyPixels': 422,
  'photo.heic': 415,
  'photo.video': 415,
  'photo.unsupported': 415,
  'photo.broken': 422,
  'photo.quota': 429,
}
const PUT_OFF_WAIT_S = 5
const putOff: Record<UploadPutOff['reason'], { status: 408 | 429 | 503, code: string, message: string }> = {
  crowded: { status: 503, code: 'photo.crowded', message: '现在上传的人太多，会自动重传。' },
  share: { status: 429, code: 'photo.share', message: '这个账号同时上传的照片太多，会自动重传。' },
  stalled: { status: 408, code: 'photo.stalled', message: '网络太慢，照片没传完，会自动重传。' },
}
const unknown: RouteRefusal = { code: 'photo.unknown', message: '没有这张照片。' }
const PHOTO_HEADERS = {
  'content-type': 'image/jpeg',
  'content-disposition': 'inline',
  // Always revalidated by its tag, since a cache must not show it to the next person on the same phone.
  'cache-control': 'private, no-cache',
  'x-content-type-options': 'nosniff',
  'content-security-policy': 'default-src \'none\'',
}

/**
 * Stores photos under their digest and serves them to those who may see them. `session.ts` has set the actor
 * before.
 */
export function buildPhotos(
  { database, settings, clock }: Pick<City, 'database' | 'settings' | 'clock'>,
  limits: Partial<IntakeLimits> = {},
) {
  const folder = photoFolder(settings.dataDir)
  const takeIn = openIntake(limits)
  const withinQuota = openQuota(database.read)

  /** Stores a photo that is not stored yet; true when it is new. */
  async function take(hash: string, accountId: string, request: HonoRequest): Promise<boolean> {
    return await takeIn(accountId, async (upload) => {
      if (await hasSent(database.read, accountId, hash) && photoIsOnDisk(folder, hash)) {
        await upload.discard(request.raw.body)
        return false
      }
      if (Number(request.header('content-length') ?? 0) > PHOTO_BYTES_MAX)
        throw new PhotoRefused('photo.tooLarge')
      await blockOtherDecoders()
      const now = clock()
      return await withinQuota(accountId, now, async () => {
        const bytes = await upload.read(request.raw.body)
        return await storePhoto({ database, folder }, { hash, bytes, accountId, now })
      })
    })
  }

  return new Hono<RequestScope>()
    .put('/:hash', async (c) => {
      const hash = c.req.param('hash')
      try {
        if (!v.is(PhotoHash, hash)) throw new PhotoRefused('photo.digest')
        return c.json({ hash }, await take(hash, c.get('actor').accountId, c.req) ? 201 : 200)
      }
      catch (error) {
        return refusePhoto(c, error)
      }
    })
    .get('/:hash/:size{full|thumb}', async (c) => {
      const { hash, size } = c.req.param() as { hash: string, size: PhotoSize }
      // The same answer for a missing photo, for a hidden one and for one that this person may not see.
      if (!v.is(PhotoHash, hash)) return c.json(unknown, 404)
      const { read } = database
      const seal = await sealOf(read, hash)
      const isOwn = await hasSent(read, c.get('actor').accountId, hash)
      if (seal?.isHidden || !(isOwn || await maySee(read, c.get('actor'), hash, clock())))
        return c.json(unknown, 404)
      const file = await shownFile(folder, hash, size, seal)
      return await servePhoto(c, file, { tag: `"${hash}-${size}-${seal?.version ?? 0}"`, isOwn })
    })
}

async function maySee(read: Reader, actor: Actor, hash: string, now: number): Promise<boolean> {
  for (const { photos } of features) {
    if (await photos?.(read, actor, hash, now)) return true
  }
  return false
}

function refusePhoto(c: Context, error: unknown) {
  if (error instanceof UploadPutOff) {
    const { status, ...refusal } = putOff[error.reason]
    return refuse(c, status, { ...refusal, retryAfterS: PUT_OFF_WAIT_S })
  }
  if (!(error instanceof PhotoRefused)) throw error
  const refusal: RouteRefusal = { code: error.code, message: photoRefusals[error.code] }
  return c.json(refusal, statuses[error.code])
}

/** Streams a stored file; the bytes of a version never change, so a browser that has them gets 304. */
async function servePhoto(c: Context, file: string, { tag: etag, isOwn }: { tag: string, isOwn: boolean }) {
  const headers = { ...PHOTO_HEADERS, etag, vary: 'cookie', ...isOwn && { [OWN_PHOTO]: '1' } }
  if (c.req.header('if-none-match') === etag) return c.body(null, 304, headers)
  const handle = await open(file, 'r').catch(() => undefined)
  if (!handle) return c.json(unknown, 404)
  const sized = { ...headers, 'content-length': String((await handle.stat()).size) }
  if (c.req.method !== 'HEAD')
    return c.body(Readable.toWeb(handle.createReadStream()) as ReadableStream, 200, sized)
  await handle.close()
  return c.body(null, 200, sized)
}
