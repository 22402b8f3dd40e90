import { say } from './said.ts'

/** Hands this page's address on, by the phone's own sheet; where it has none, the address is copied. */
export async function shareLink(title: string): Promise<void> {
  const url = window.location.href
  const { share, clipboard } = navigator as Partial<Pick<Navigator, 'share' | 'clipboard'>>
  // A rejection is a person who closed the sheet.
  if (share) return await share.call(navigator, { title, url }).catch(() => {})
  await clipboard?.writeText(`${title} ${url}`)
    .then(() => say('链接已复制，去粘贴给朋友'), () => say('没能复制，请从浏览器分享'))
}
