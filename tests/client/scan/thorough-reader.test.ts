import { openThoroughReader } from '#client/scan/thorough-reader.ts'
import { expect, it } from 'vitest'

/** A module of WebAssembly that asks for `nobody.has`, which no reader brings along. */
const unstartable = new WebAssembly.Module(
  new Uint8Array([
    ...[0, 0x61, 0x73, 0x6D, 1, 0, 0, 0], // The magic word and the version.
    ...[1, 4, 1, 0x60, 0, 0], // One type: a function of nothing.
    // One import of that type.
    ...[2, 14, 1, 6, ...new TextEncoder().encode('nobody'), 3, ...new TextEncoder().encode('has'), 0, 0],
  ]),
)

it('a reader that can\'t be started says so, and nobody waits for it', async () => {
  await expect(openThoroughReader(unstartable)).rejects.toThrow('nobody')
})
