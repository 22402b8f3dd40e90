import type { AddressInfo, Socket } from 'node:net'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'

/** Where a connection breaks: after so many bytes of what the phone says, or of what the server answers. */
export interface Cut { side: 'request' | 'answer', after: number }

/** A TCP proxy to the server that breaks connections after a given number of bytes. */
export async function openWire(serverUrl: string) {
  const port = Number(new URL(serverUrl).port)
  const open = new Set<Socket>()
  const seen = { request: 0, answer: 0 }
  let next: Cut | undefined

  function pass(from: Socket, to: Socket, side: Cut['side'], cut: Cut | undefined) {
    let left = cut?.side === side ? cut.after : Number.POSITIVE_INFINITY
    const breakNow = () => {
      from.destroy()
      to.destroySoon() // What was let through arrives.
    }
    if (left === 0 && side === 'request') breakNow()
    from.on('data', (chunk) => {
      seen[side] += chunk.length
      if (left < 0 || to.destroyed) return
      if (left > 0) to.write(chunk.subarray(0, left))
      left -= chunk.length
      if (left <= 0) breakNow()
    })
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroySoon())
  }

  const server = createServer((near) => {
    const cut = next
    next = undefined
    const far = connect(port, '127.0.0.1')
    for (const socket of [near, far]) {
      open.add(socket)
      socket.once('close', () => open.delete(socket))
    }
    pass(near, far, 'request', cut)
    pass(far, near, 'answer', cut)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    /** The next connection breaks there. */
    cutNext: (cut: Cut) => void (next = cut),
    close: () => {
      for (const socket of open) socket.destroy()
      server.close()
    },
  }
}
