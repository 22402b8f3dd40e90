import type { PhotoFacts } from '#shared/media/exif.ts'
import { answerWithin } from '#client/patience.ts'
import { readTags, WANTED_TAGS } from '#shared/media/exif.ts'

const LOAD_WAIT_MS = 5_000

/** Reads time and place from a photo's EXIF; empty when there is none, or its reader can't be loaded. */
export async function readFacts(bytes: ArrayBuffer): Promise<PhotoFacts> {
  try {
    const library = await answerWithin(LOAD_WAIT_MS, () => import('exifreader'), null)
    if (!library) return {}
    const { load } = library
    const { exif } = load(bytes, { expanded: true, includeTags: { exif: [...WANTED_TAGS] } })
    return readTags(exif ?? {}, Date.now())
  }
  catch {
    // The library throws on files without metadata, and may not be on the phone yet: neither is a trouble of
    // the rider's.
    return {}
  }
}
