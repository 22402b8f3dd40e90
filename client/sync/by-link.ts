import type { CommandInput, CommandName } from '#shared/commands.ts'
import type { Answer, QueryInput, QueryName } from '#shared/queries.ts'
import type { BatchReply, Envelope } from '#shared/sync/protocol.ts'
import type { HttpResult } from './http/http.ts'
import type { LiveReply } from './outbox.ts'
import { photoPath, photoRefusals } from '#shared/media/schemas.ts'
import { LINK_HEADER } from '#shared/sync/marker.ts'
import { whileBusy } from './browser/busy.ts'
import { call } from './http/http.ts'
import { newEnvelope } from './outbox-store/new-command.ts'

const TIMEOUT_MS = 30_000
const PHOTO_TIMEOUT_MS = 120_000

/** `over`: the link was good and is not any more; `wrong`: it never was. The server says why. */
export interface LinkEnd { readonly kind: 'over' | 'wrong', readonly message: string }
/** `message`: what the server says, where it was reached. */
type ByLink<Result> = { kind: 'answered', result: Result } | LinkEnd | Unreachable
interface Unreachable { readonly kind: 'unreachable', readonly message?: string }

type Init = Omit<RequestInit, 'headers'>
/** Asks and sends as whoever has a link. What opens it goes in a header; nothing is kept here. */
const callWith = async (secret: string, path: string, init: Init, timeoutMs = TIMEOUT_MS) =>
  await call(path, {
    ...init,
    timeoutMs,
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
    headers: {
      [LINK_HEADER]: secret,
      ...typeof init.body === 'string' && { 'content-type': 'application/json' },
    },
  })

function without(result: Exclude<HttpResult, { kind: 'answer' }>): LinkEnd | Unreachable {
  const message = 'refusal' in result ? result.refusal?.message : undefined
  if (result.kind === 'fault' && result.status === 410) return { kind: 'over', message: message ?? '' }
  if (result.kind === 'fault' && result.status === 404) return { kind: 'wrong', message: message ?? '' }
  return { kind: 'unreachable', ...message !== undefined && { message } }
}

/** The answer to a query by a link. Never throws. */
export async function askByLink<Name extends QueryName>(
  secret: string,
  name: Name,
  input: QueryInput<Name>,
): Promise<ByLink<Answer<Name>>> {
  const query = encodeURIComponent(JSON.stringify(input))
  const asked = await callWith(secret, `/api/queries/${name}?input=${query}`, {})
  return asked.kind === 'answer' ? { kind: 'answered', result: asked.body as Answer<Name> } : without(asked)
}

/** The bytes of a photo that a link shows; undefined where it can't be had. */
export async function photoByLink(
  secret: string,
  { hash, version }: { readonly hash: string, readonly version?: number | undefined },
  size: 'thumb' | 'full',
): Promise<ArrayBuffer | undefined> {
  const response = await fetch(photoPath(hash, size, version), {
    headers: { [LINK_HEADER]: secret },
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
  }).catch(() => undefined)
  return response?.ok ? await response.arrayBuffer().catch(() => undefined) : undefined
}

/** By name and input: what has no decision yet. A second tap sends the same id again. */
const undecided = new Map<string, Envelope>()

/** Sends a command by a link, its photos first. The page keeps what was typed and picked. */
export const sendByLink = <Name extends CommandName>(
  secret: string,
  name: Name,
  input: CommandInput<Name>,
  photos: readonly { readonly hash: string, readonly bytes: ArrayBuffer }[] = [],
): Promise<ByLink<LiveReply>> =>
  whileBusy(async () => {
    const key = JSON.stringify([secret, name, input])
    const envelope = undecided.get(key) ?? newEnvelope(name, input)
    undecided.set(key, envelope)
    for (const { hash, bytes } of photos) {
      const photo = { method: 'PUT', body: bytes }
      const put = await callWith(secret, `/api/photos/${hash}`, photo, PHOTO_TIMEOUT_MS)
      if (put.kind === 'answer') continue
      const code = put.kind === 'fault' ? put.refusal?.code : undefined
      if (code && code in photoRefusals && code !== 'photo.digest') {
        const refusal = { code: code as keyof typeof photoRefusals, hash }
        return { kind: 'answered', result: { id: envelope.id, status: 'refused', refusal } }
      }
      return without(put)
    }
    const body = JSON.stringify({ sentAt: Date.now(), commands: [envelope] })
    const sent = await callWith(secret, '/api/commands', { method: 'POST', body })
    if (sent.kind !== 'answer') return without(sent)
    const reply = (sent.body as BatchReply | undefined)?.replies.find(({ id }) => id === envelope.id)
    if (!reply) return { kind: 'unreachable' }
    if (reply.status !== 'retry') undecided.delete(key)
    return { kind: 'answered', result: reply as LiveReply }
  })
