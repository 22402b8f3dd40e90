import { expect } from 'vitest'
import { registerAll } from './client/features.ts'

/** Registers the features before each test of the client, as main.ts does. */
if (/\/tests\/(?:client|faults)\//.test(expect.getState().testPath ?? '')) await registerAll()
