import type { PhotoRefusal } from '#shared/media/schemas.ts'
import type { Refusal } from '#shared/refusal.ts'
import type { BatchReply, Envelope, Reply } from '#shared/sync/protocol.ts'
import type { HttpResult } from '../http/http.ts'
import type { PhotoRefused, Trouble } from '../store/schema.ts'
import { photoRefusals } from '#shared/media/schemas.ts'
import { call } from '../http/http.ts'

const COMMANDS_TIMEOUT_MS = 30_000
const PHOTO_TIMEOUT_MS = 120_000 // A photo of 300 kB on the slowest mobile network takes a minute.

/** A request that brought no reply. */
export type Unanswered = Exclude<HttpResult, { kind: 'answer' }>
export type Sent = { kind: 'replies', replies: Reply[] } | Unanswered

export function troubleOf(sent: Unanswered): Trouble {
  if (sent.kind === 'unreachable' && sent.refusal?.code === 'photo.quota') return 'photoQuota'
  // A refusal comes from our server, which was reached.
  return sent.kind === 'fault' || (sent.kind === 'unreachable' && sent.refusal) ? 'serverBusy' : 'unreachable'
}

/** The reason shown for a command that the server has put off. */
export const putOffBy = ({ code }: Refusal): Trouble =>
  code === 'command.factorMissing' ? 'factorMissing' : 'tooOften'

/** Sends up to 200 commands; never throws. */
export async function send(commands: Envelope[], signal?: AbortSignal): Promise<Sent> {
  const result = await call('/api/commands', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sentAt: Date.now(), commands }),
    timeoutMs: COMMANDS_TIMEOUT_MS,
    ...(signal && { signal }),
  })
  if (result.kind !== 'answer') return result
  const replies = (result.body as BatchReply | undefined)?.replies
  return Array.isArray(replies) ? { kind: 'replies', replies } : { kind: 'unreachable' }
}

export type PhotoSent =
  { kind: 'stored' } | { kind: 'refused', refusal: PhotoRefused } | { kind: 'damaged' } | Unanswered

/**
 * Sends a photo's bytes under their SHA-256; sending it twice is harmless. `damaged`: the bytes that arrived
 * have another digest.
 */
export async function putPhoto(hash: string, bytes: ArrayBuffer, signal?: AbortSignal): Promise<PhotoSent> {
  const result = await call(`/api/photos/${hash}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
    timeoutMs: PHOTO_TIMEOUT_MS,
    ...(signal && { signal }),
  })
  if (result.kind === 'answer') return { kind: 'stored' }
  const code = result.kind === 'fault' && result.status < 500 ? result.refusal?.code : undefined
  if (code === 'photo.digest') return { kind: 'damaged' }
  return code && Object.keys(photoRefusals).includes(code)
    ? { kind: 'refused', refusal: { code: code as PhotoRefusal, hash } }
    : result
}
