import { copyText } from './copy.ts'

/** Hands this page's address on, by the phone's own sheet; where it has none, the address is copied. */
export async function shareLink(title: string): Promise<void> {
  const url = window.location.href
  const { share } = navigator as Partial<Pick<Navigator, 'share'>>
  // A rejection is a person who closed the sheet.
  if (share) return await share.call(navigator, { title, url }).catch(() => {})
  await copyText(`${title} ${url}`, '链接已复制，去粘贴给朋友', '没能复制，请从浏览器分享')
}
