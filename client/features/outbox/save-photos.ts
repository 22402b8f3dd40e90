import { answerWithin } from '#client/patience.ts'
import { saveFile } from '#client/ui/save-file.ts'

/** Saves an item's photos to the phone's album or files; returns what to show. */
export async function savePhotos(
  hashes: string[],
  bytesOf: (hash: string) => Promise<ArrayBuffer | undefined>,
): Promise<string> {
  const all = await Promise.all(hashes.map(bytesOf))
  const files = all.flatMap((bytes, index) =>
    bytes ? [new File([bytes], `小蜜蜂-${hashes[index]!.slice(0, 8)}.jpg`, { type: 'image/jpeg' })] : [],
  )
  if (files.length === 0) return '照片已经不在手机里'
  if (await share(files)) return '已交给手机'
  for (const file of files) saveFile(file, file.name)
  return `已保存 ${files.length} 张照片`
}

/** Some phones never say that their sheet was closed. */
const SHARE_WAIT_MS = 60_000

/** The share sheet is the only way to the album where pages may share files, on iOS above all. */
async function share(files: File[]): Promise<boolean> {
  if (!matchMedia('(pointer: coarse)').matches || !navigator.canShare?.({ files })) return false
  const shared = () => navigator.share({ files }).then(
    () => true,
    (error: unknown) => error instanceof DOMException && error.name === 'AbortError',
  )
  return await answerWithin(SHARE_WAIT_MS, shared, true)
}
