import type { PhotoRefusal } from '#shared/media/schemas.ts'

/** Thrown while a photo is taken in; nothing of it is stored. */
export class PhotoRefused extends Error {
  override readonly name = 'PhotoRefused'
  constructor(readonly code: PhotoRefusal) {
    super(code)
  }
}
