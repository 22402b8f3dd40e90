let areBlocked = false

/**
 * Restricts this process to decoding JPEG, PNG and WebP from memory, however an upload is disguised. Called
 * at the first upload, since the sample city draws its scenes from SVG before.
 */
export async function blockOtherDecoders(): Promise<void> {
  if (areBlocked) return
  const { default: sharp } = await import('sharp')
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({
    operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
  })
  areBlocked = true
}
