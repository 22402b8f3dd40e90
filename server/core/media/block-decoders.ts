let areBlocked = false

/**
 * From now on this process decodes JPEG, PNG and WebP out of memory and nothing else: what a stranger sends
 * never reaches
 * another decoder, however it is disguised. Called on the first upload, since the sample city draws its
 * scenes as SVG before.
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
