import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { RunningServer } from '../server.ts'
import type { Phone } from './phone.ts'
import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { test as journey, listen } from './journey.ts'
import { openPhone } from './phone.ts'

/** A request on its way, held at the front. */
interface Passing { method: string, path: string, headers: IncomingHttpHeaders, body: string }
/** What stands in for the server's own answer. */
export interface Instead { status: number, headers?: Record<string, string>, body?: string }
/** Undefined lets it through; resolving late holds it up. */
type Meddle = (passing: Passing) => Instead | undefined | Promise<Instead | undefined>

/** An answer of ours, by its mark. */
export const ours = (status: number, headers: Record<string, string> = {}): Instead => ({
  status,
  headers: { 'x-little-bee': '1', ...headers },
  body: '{}',
})
/** What people have done, on its way; a phone renews its pass by itself besides. */
export const isCommands = ({ path, body }: Passing) =>
  path === '/api/commands' && !body.includes('"stations.givePass"')
export const isPhoto = ({ method, path }: Passing) => method === 'PUT' && path.startsWith('/api/photos/')

/** The way to the server, on which a test may meddle with what goes to the doors. */
async function openTrouble(serverUrl: string) {
  const target = new URL(serverUrl)
  const way = { meddle: undefined as Meddle | undefined }

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse) {
    const chunks: Buffer[] = []
    const isDoor = incoming.url!.startsWith('/api/') && incoming.url !== '/api/events'
    if (isDoor) {
      for await (const chunk of incoming) chunks.push(chunk as Buffer)
    }
    const body = Buffer.concat(chunks)
    const instead = isDoor
      ? await way.meddle?.({
          method: incoming.method!,
          path: incoming.url!,
          headers: incoming.headers,
          body: body.toString(),
        })
      : undefined
    if (instead) {
      return void outgoing
        .writeHead(instead.status, { 'content-type': 'application/json', ...instead.headers })
        .end(instead.body)
    }
    const onward = request(
      {
        host: target.hostname,
        port: target.port,
        path: incoming.url,
        method: incoming.method,
        headers: incoming.headers,
        agent: false, // A connection used again may be closed just then.
      },
      answer => answer.pipe(outgoing.writeHead(answer.statusCode!, answer.headers)),
    )
    onward.on('error', () => outgoing.destroy())
    // What has reached a door is done, whoever still waits for the answer.
    outgoing.on('close', () => !isDoor && onward.destroy())
    onward.end(isDoor ? body : undefined)
  }

  const server = createServer(
    (incoming, outgoing) => void pass(incoming, outgoing).catch(() => outgoing.destroy()),
  ).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    meddle: (meddle: Meddle | undefined) => void (way.meddle = meddle),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
export type NetworkTrouble = Awaited<ReturnType<typeof openTrouble>>

/**
 * A rider whose way to the server may be troubled. What the browser says about the trouble itself is no
 * complaint.
 */
export const test = journey.extend<
  { trouble: NetworkTrouble, rider: Phone & { number: string } },
  { city: RunningServer }
>({
  serviceWorkers: 'allow',
  trouble: async ({ city }, use) => {
    const trouble = await openTrouble(city.url)
    await use(trouble)
    trouble.close()
  },
  rider: async ({ context, page, trouble, complaints }, use) => {
    const heard: string[] = []
    listen(context, heard)
    const rider = openPhone(context, page, trouble.url)
    const number = await rider.signIn()
    await rider.register()
    await rider.installed()
    await use({ ...rider, number })
    complaints.push(...heard.filter(words => !words.startsWith('Failed to load resource')))
  },
})

/** What has reached the server of what somebody wrote, and of what they reported. */
export const written = async (rider: Phone) =>
  (await rider.ask('voices.mine', {})).map(({ text }) => text).sort()
export const filed = async (rider: Phone) =>
  (await rider.ask('reports.mine', {})).reports.map(({ text }) => text).sort()

/** A promise that the test resolves by `open`. */
export function gate() {
  let open = () => {}
  const opened = new Promise<void>(resolve => open = resolve)
  return { opened, open }
}
