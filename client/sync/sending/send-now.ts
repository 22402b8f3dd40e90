import type { CommandInput, CommandName, CommandResult } from '#shared/commands.ts'
import type { Envelope, Reply } from '#shared/sync/protocol.ts'
import type { PhotoRefused } from '../store/schema.ts'
import type { Unanswered } from './send.ts'
import { useAccount } from '../account.ts'
import { whileBusy } from '../browser/busy.ts'
import { freshFactor, wantsFactor } from '../http/factor.ts'
import { newEnvelope } from '../outbox-store/new-command.ts'
import { putPhoto, send } from './send.ts'

const PHOTOS_AT_ONCE = 4

export interface LiveOptions { photos?: { hash: string, bytes: ArrayBuffer }[] }

/**
 * The reply to a live command. `unreachable`: the server did not answer, or something else answered in its
 * place; `signedOut`: the session has ended. A refused photo refuses the command too.
 */
export type LiveReply<Name extends CommandName = CommandName> =
  | { id: string, status: 'accepted', result: CommandResult<Name> }
  | Exclude<Reply, { status: 'accepted' }>
  | { id: string, status: 'refused', refusal: PhotoRefused }
  | 'unreachable'
  | 'signedOut'

/** Live commands without a decision yet, by account, name and input. A second tap sends the same id again. */
const undecided = new Map<string, Envelope>()

/** Sends a command that can't wait, its photos first. Nothing is saved: the form keeps what was typed. */
export const sendNow = <Name extends CommandName>(
  name: Name,
  input: CommandInput<Name>,
  { photos = [] }: LiveOptions = {},
): Promise<LiveReply<Name>> =>
  whileBusy(async () => {
    const key = JSON.stringify([useAccount().id, name, input])
    const envelope = undecided.get(key) ?? newEnvelope(name, input)
    undecided.set(key, envelope)

    const failure = await sendPhotos(photos, envelope.id)
    if (failure) return failure

    let reply = await sendOne(envelope)
    if (isForCode(reply) && await freshFactor()) reply = await sendOne(envelope)
    if (typeof reply === 'string') return reply
    if (reply.status !== 'retry') undecided.delete(key)
    return reply as LiveReply<Name>
  })

async function sendOne(envelope: Envelope): Promise<LiveReply> {
  const sent = await send([envelope])
  if (sent.kind !== 'replies') return replyFor(sent, envelope.id)
  return sent.replies.find(({ id }) => id === envelope.id) as LiveReply | undefined ?? 'unreachable'
}

/** Whether the server decided nothing because it wants a fresh code of the second factor. */
const isForCode = (reply: LiveReply) =>
  typeof reply === 'object' && reply.status === 'retry' && wantsFactor(reply.refusal)

/** Undefined once the server has every photo, else the command's reply because of a photo. */
async function sendPhotos(
  photos: readonly { hash: string, bytes: ArrayBuffer }[],
  id: string,
): Promise<LiveReply<never> | undefined> {
  for (let at = 0; at < photos.length; at += PHOTOS_AT_ONCE) {
    const sent = await Promise.all(
      photos.slice(at, at + PHOTOS_AT_ONCE).map(({ hash, bytes }) => putPhoto(hash, bytes)),
    )
    for (const each of sent) {
      if (each.kind === 'refused') return { id, status: 'refused', refusal: each.refusal }
      if (each.kind === 'damaged') return 'unreachable'
      if (each.kind !== 'stored') return replyFor(each, id)
    }
  }
  return undefined
}

/**
 * The reply for a server that failed or asked to wait: it has decided nothing, and the next tap may succeed.
 */
function replyFor(result: Unanswered, id: string): LiveReply<never> {
  if (result.kind === 'signedOut') return 'signedOut'
  return result.kind === 'fault' || result.refusal ? { id, status: 'retry', afterMs: 0 } : 'unreachable'
}
