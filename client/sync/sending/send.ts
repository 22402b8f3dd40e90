import type { CommandInput, CommandName } from '#shared/commands.ts'
import type { PhotoRefusal } from '#shared/media/schemas.ts'
import type { BatchReply, Envelope, Reply } from '#shared/sync/protocol.ts'
import type { Heard } from '../http/http.ts'
import type { PhotoRefused } from '../store/store.ts'
import { photoRefusals } from '#shared/media/schemas.ts'
import { uuidv7 } from 'uuidv7'
import { whileBusy } from '../browser/busy.ts'
import { call } from '../http/http.ts'

const COMMANDS_TIMEOUT_MS = 30_000
const PHOTO_TIMEOUT_MS = 120_000 // A photo of 300 kB on the slowest mobile network takes a minute.
const PHOTOS_AT_ONCE = 4

/** What came instead of an answer. */
export type Unanswered = Exclude<Heard, { kind: 'answer' }>
export type Sent = { kind: 'replies', replies: Reply[] } | Unanswered

/** Sends up to 200 commands; never throws. */
export async function send(commands: Envelope[], signal?: AbortSignal): Promise<Sent> {
  const heard = await call('/api/commands', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sentAt: Date.now(), commands }),
    timeoutMs: COMMANDS_TIMEOUT_MS,
    ...(signal && { signal }),
  })
  if (heard.kind !== 'answer') return heard
  const replies = (heard.body as BatchReply | undefined)?.replies
  return Array.isArray(replies) ? { kind: 'replies', replies } : { kind: 'silence' }
}

export type PhotoSent =
  { kind: 'stored' } | { kind: 'refused', refusal: PhotoRefused } | { kind: 'damaged' } | Unanswered

/**
 * Sends one photo's bytes under their digest; twice is harmless. `damaged`: other bytes arrived than the name
 * says.
 */
export async function putPhoto(hash: string, bytes: ArrayBuffer, signal?: AbortSignal): Promise<PhotoSent> {
  const heard = await call(`/api/photos/${hash}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes,
    timeoutMs: PHOTO_TIMEOUT_MS,
    ...(signal && { signal }),
  })
  if (heard.kind === 'answer') return { kind: 'stored' }
  const code = heard.kind === 'fault' && heard.status < 500 ? heard.refusal?.code : undefined
  if (code === 'photo.digest') return { kind: 'damaged' }
  return code && Object.keys(photoRefusals).includes(code)
    ? { kind: 'refused', refusal: { code: code as PhotoRefusal, hash } }
    : heard
}

/** A live command's reply; a photo that will never be taken refuses it before it is sent. */
export type Told = Reply | { id: string, status: 'refused', refusal: PhotoRefused }

/** Ids of live commands whose answer has not come: the same tap again must not be a second command. */
const unanswered = new Map<string, Envelope>()

/**
 * What a live command came to that got no reply: whoever answered something else has not done it, and may do
 * it later.
 */
function endOf(heard: Unanswered, id: string): Told | 'unreachable' | 'signedOut' {
  if (heard.kind === 'signedOut') return 'signedOut'
  return heard.kind === 'fault' || heard.refusal ? { id, status: 'retry', afterMs: 0 } : 'unreachable'
}

/**
 * Sends a command that cannot wait, its photos first. Without a network the page keeps what was typed, and
 * says so.
 */
export const tell = <Name extends CommandName>(
  name: Name,
  input: CommandInput<Name>,
  { photos = [] }: { photos?: { hash: string, bytes: ArrayBuffer }[] } = {},
): Promise<Told | 'unreachable' | 'signedOut'> =>
  whileBusy(async () => {
    const what = JSON.stringify([name, input])
    const envelope = unanswered.get(what) ?? { id: uuidv7(), name, input, madeAt: Date.now() }
    unanswered.set(what, envelope)

    for (let at = 0; at < photos.length; at += PHOTOS_AT_ONCE) {
      const sent = await Promise.all(
        photos.slice(at, at + PHOTOS_AT_ONCE).map(({ hash, bytes }) => putPhoto(hash, bytes)),
      )
      for (const each of sent) {
        if (each.kind === 'refused') return { id: envelope.id, status: 'refused', refusal: each.refusal }
        if (each.kind === 'damaged') return 'unreachable'
        if (each.kind !== 'stored') return endOf(each, envelope.id)
      }
    }

    const sent = await send([envelope])
    if (sent.kind !== 'replies') return endOf(sent, envelope.id)
    const reply = sent.replies.find(({ id }) => id === envelope.id)
    if (!reply) return 'unreachable'
    if (reply.status !== 'retry') unanswered.delete(what)
    return reply
  })
