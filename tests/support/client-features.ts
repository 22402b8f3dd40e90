import { registerAll } from './client/features.ts'

// Registers the features before the tests of a file, as main.ts does.
await registerAll()
