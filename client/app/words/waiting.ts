import type { OutboxItem } from '#client/sync/outbox.ts'

/** How far a waiting command has come. Never “sent” for what is only on this phone. */
export function waitingText({ state, progress }: Pick<OutboxItem, 'state' | 'progress'>): string {
  switch (state) {
    case 'waiting': return '待发送'
    case 'uploading': return `上传照片 ${Math.floor(progress * 100)}%`
    case 'sending': return '发送中'
    case 'signedOut': return '需登录'
  }
}
