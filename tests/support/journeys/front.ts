import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { createServer, request } from 'node:http'

/** A proxy before the server, as a city has one; what it hands on can be made another version of the app. */
export async function openFront(serverUrl: string) {
  const target = new URL(serverUrl)
  const front = { version: '' }

  function pass(incoming: IncomingMessage, outgoing: ServerResponse) {
    const isWorker = incoming.url === '/service-worker.js' && front.version !== ''
    const headers = {
      ...incoming.headers,
      ...(isWorker && { 'accept-encoding': 'identity', 'if-none-match': '""' }),
    }
    const onward = request(
      {
        host: target.hostname,
        port: target.port,
        path: incoming.url,
        method: incoming.method,
        headers,
        agent: false, // A connection used again may be closed just then.
      },
      (answer) => {
        if (!isWorker) return void answer.pipe(outgoing.writeHead(answer.statusCode!, answer.headers))
        const { 'content-length': _length, 'etag': _tag, ...rest } = answer.headers
        outgoing.writeHead(answer.statusCode!, rest)
        answer
          .on('data', chunk => outgoing.write(chunk))
          .on('end', () => outgoing.end(`\n// ${front.version}`))
      },
    )
    onward.on('error', () => outgoing.destroy())
    outgoing.on('close', () => onward.destroy())
    incoming.pipe(onward)
  }

  const server = createServer(pass).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    /** From now on the app is another one: its service worker has other bytes. */
    release: (version: string) => void (front.version = version),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
