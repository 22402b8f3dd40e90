import { solve } from '#shared/identity/puzzle.ts'

declare const self: DedicatedWorkerGlobalScope

self.onmessage = ({ data }: MessageEvent<string>) => self.postMessage(solve(data))
