import type { PhotoFacts } from '#shared/media/exif.ts'
import { readTags, WANTED_TAGS } from '#shared/media/exif.ts'

/** Reads time and place from a photo's EXIF; empty when there is none, or its reader can't be loaded. */
export async function readFacts(bytes: ArrayBuffer): Promise<PhotoFacts> {
  try {
    const { load } = await import('exifreader')
    const { exif } = load(bytes, { expanded: true, includeTags: { exif: [...WANTED_TAGS] } })
    return readTags(exif ?? {}, Date.now())
  }
  catch {
    // The library throws on files without metadata, and may not be on the phone yet: neither is a trouble of
    // the rider's.
    return {}
  }
}
