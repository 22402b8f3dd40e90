/** A range of bytes of a file on the server, shorter only at the file's end. Rejects without a network. */
export async function fetchRange(
  url: string,
  offset: number,
  length: number,
  signal?: AbortSignal,
): Promise<ArrayBuffer> {
  const response = await fetch(url, {
    headers: { range: `bytes=${offset}-${offset + length - 1}` },
    ...(signal && { signal }),
  })
  if (response.status !== 206) {
    await response.body?.cancel()
    throw new Error(`the map file answered ${response.status}`)
  }
  return await response.arrayBuffer()
}
