import type { AddressInfo } from 'node:net'
import process from 'node:process'
import { openClientFiles } from '#server/http/client-files.ts'
import { serve } from '@hono/node-server'

const files = openClientFiles(process.argv[2]!, { publicUrl: 'http://localhost' })
const answer = (request: Request) => files.answer(request) ?? new Response(null, { status: 404 })
const server = serve({ fetch: answer, port: 0, hostname: '127.0.0.1' }, ({ port }: AddressInfo) =>
  console.log(`http://127.0.0.1:${port}/`))
process.once('SIGTERM', () => server.close(() => process.exit(0)))
