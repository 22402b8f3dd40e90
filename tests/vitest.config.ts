import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: at('..'),
  plugins: [vue()],
  resolve: { alias: { '#shared': at('../shared'), '#server': at('../server'), '#client': at('../client') } },
  test: {
    include: ['tests/{shared,server,client,faults}/**/*.test.ts'],
    globalSetup: [at('support/template.ts')],
    setupFiles: [at('support/setup.ts'), at('support/client-features.ts')],
    maxWorkers: 3, // On two cores: half of the time they wait for a disk or a database.
    // They only bound what has failed: a test may wait long on a busy machine.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    expect: { poll: { timeout: 120_000 } },
  },
})
