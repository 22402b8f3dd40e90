import { expect } from 'vitest'
import { registerAll } from './client/features.ts'

/** A test of the client begins as the app does. */
if (/\/tests\/(?:client|faults)\//.test(expect.getState().testPath ?? '')) await registerAll()
