import { registerAll } from './client/features.ts'

// Registers the features before the tests of a file that opens pages, as main.ts does.
if (typeof document !== 'undefined') await registerAll()
