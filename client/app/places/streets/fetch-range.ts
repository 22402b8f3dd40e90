/** Some bytes of a file of the server's; fewer only at its end. Rejects where there is no network. */
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
