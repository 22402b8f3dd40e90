import type { AddressInfo } from 'node:net'
import { readdirSync, readFileSync } from 'node:fs'
import process from 'node:process'
import { openClientFiles } from '#server/http/client-files.ts'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

// The app's own files as the server sends them, or (`bare`) a Hono handler that returns the same bytes and
// nothing more.
const dist = 'client/dist' // Benches run from the project's root, compiled or not.
const [name] = readdirSync(`${dist}/assets`).filter(file => /^index-.*\.js$/.test(file))
const body = new Uint8Array(readFileSync(`${dist}/assets/${name}.br`))
const bare = new Hono().get('/assets/:name', c =>
  c.body(body, 200, { 'content-type': 'text/javascript', 'content-encoding': 'br' }))
const files = openClientFiles(dist, { publicUrl: 'http://localhost' })
const fetch =
  process.argv[2] === 'bare' ? bare.fetch : (request: Request) => files.answer(request) ?? bare.fetch(request)
const server = serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }: AddressInfo) =>
  console.log(`http://127.0.0.1:${port}/assets/${name}`))
process.once('SIGTERM', () => server.close(() => process.exit(0)))
