import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** A map of streets in one file of the city's own (PMTiles 3), as it was when the server started. */
export interface MapFile {
  readonly path: string
  readonly attribution: string
  /** The file's name in its address; another file gets another name. */
  readonly name: string
  readonly bytes: number
  readonly changedMs: number
}
const HEADER_BYTES = 127
const MAGIC = 'PMTiles\u0003'
const NAME_CHARS = 16

/** Reads what identifies a file; undefined where it can't be read or holds no such map. */
export function mapFileAt(path: string, attribution: string): MapFile | undefined {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    const header = Buffer.alloc(HEADER_BYTES)
    const { size, mtimeMs } = fstatSync(file)
    if (readSync(file, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return undefined
    if (header.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined
    // Servers with copies of one file give it the same name; another map differs in the lengths in its
    // header.
    const tag = createHash('sha256').update(header).update(String(size)).digest('base64url')
    return { path, attribution, name: tag.slice(0, NAME_CHARS), bytes: size, changedMs: mtimeMs }
  }
  catch {
    return undefined
  }
  finally {
    if (file !== undefined) closeSync(file)
  }
}
