import type { CommandName } from '#shared/commands.ts'
import type { BatchReply, Envelope, Reply } from '#shared/sync/protocol.ts'
import type { IncomingHttpHeaders } from 'node:http'
import { createHash, randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { scene } from './photos.ts'

interface HttpResult { status: number, headers: IncomingHttpHeaders, text: string }
interface Said { method: string, headers?: Record<string, string>, body?: string | Buffer }

/** One request over a connection of its own. Rejects unless the answer came whole. */
export function call(url: string, { method, headers = {}, body }: Said): Promise<HttpResult> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        method,
        agent: false,
        headers: {
          ...headers,
          ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
        },
      },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', chunk => chunks.push(chunk))
        answer.on(
          'end',
          () =>
            answer.complete
            && resolve({
              status: answer.statusCode!,
              headers: answer.headers,
              text: Buffer.concat(chunks).toString(),
            }),
        )
        answer.on('error', reject)
        answer.on('close', () => reject(new Error('cut off'))) // Means nothing once it has resolved.
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

/** A command as the phone keeps it: with the id that it has through every retry. */
export const envelope = (name: CommandName, input: unknown): Envelope => ({
  id: randomUUID(),
  name,
  input,
  madeAt: Date.now(),
})
export const complaint = (text: string) =>
  envelope('voices.complain', { complaintId: randomUUID(), text, page: 'home' })
export const report = (text: string, photos: string[]) =>
  envelope('reports.file', {
    reportId: randomUUID(),
    kind: 'hazard',
    text,
    place: { latitude: 30.6, longitude: 114.27 },
    photos,
    seenAt: Date.now(),
  })

export interface BarePhoto { bytes: Buffer, hash: string }
/** A photo unlike every other. */
export async function barePhoto(): Promise<BarePhoto> {
  const bytes = await scene()
  return { bytes, hash: createHash('sha256').update(bytes).digest('hex') }
}

/** A phone's requests without a browser; every call names the city's address, which may change. */
export async function barePhone(url: string, number: string) {
  const ours = { 'content-type': 'application/json', 'x-little-bee': '1' }
  const code = JSON.parse(
    (
      await call(`${url}/api/session/code`, {
        method: 'POST',
        headers: ours,
        body: JSON.stringify({ phone: number }),
      })
    ).text,
  ) as { demoCode: string }
  const signed = await call(`${url}/api/session`, {
    method: 'POST',
    headers: ours,
    body: JSON.stringify({ phone: number, code: code.demoCode }),
  })
  if (signed.status !== 200) throw new Error(`not signed in: ${signed.text}`)
  const cookie = signed.headers['set-cookie']![0]!.split(';')[0]!
  const headers = { ...ours, cookie }

  async function send(at: string, ...commands: Envelope[]): Promise<Reply[]> {
    const heard = await call(`${at}/api/commands`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ sentAt: Date.now(), commands }),
    })
    if (heard.status !== 200) throw new Error(`${heard.status}: ${heard.text}`)
    return (JSON.parse(heard.text) as BatchReply).replies
  }
  return {
    cookie,
    send,
    /** Sends the same command again until it is answered, as the outbox does. */
    sendUntilAnswered: async (at: string, command: Envelope): Promise<{ reply: Reply, tries: number }> => {
      for (let tries = 1; ; tries++) {
        const replies = await send(at, command).catch(() => undefined)
        if (replies) return { reply: replies[0]!, tries }
        if (tries >= 50) throw new Error('nobody answers')
      }
    },
    put: (at: string, { bytes, hash }: BarePhoto) =>
      call(`${at}/api/photos/${hash}`, {
        method: 'PUT',
        headers: { ...headers, 'content-type': 'image/jpeg' },
        body: bytes,
      }),
    ask: async (at: string, name: string) =>
      JSON.parse(
        (await call(`${at}/api/queries/${name}?input=%7B%7D`, { method: 'GET', headers })).text,
      ) as unknown,
  }
}
