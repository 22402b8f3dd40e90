import { defineConfig } from 'drizzle-kit'
import { dialect } from './dialect.ts'

export default defineConfig({
  dialect,
  schema: [
    './server/core/*/tables.ts',
    './server/features/*/tables.ts',
    './server/sync/tables.ts',
    './server/console/*/tables.ts',
  ],
  out: `./server/database/migrations/${dialect}`,
})
