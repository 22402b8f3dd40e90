import type { TestProjectInlineConfiguration } from 'vitest/config'
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { oneFileEach } from './support/client/libraries.ts'
import { quickFolder } from './support/memory.ts'

/** Where `npm test` keeps transformed modules while it lasts. */
const modules = process.env.LITTLE_BEE_MODULES
const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Tests that change what a whole process remembers. */
const apart = [
  'tests/server/core/media/other-decoders.test.ts',
  'tests/server/core/points/engines.test.ts',
]

/** Tests that run whole programs, or a bundler, which takes no object of another realm. */
const programs = ['tests/faults/**/*.test.ts', 'tests/client/build/**/*.test.ts']

/** What tests need that may open pages. */
const withPages: TestProjectInlineConfiguration = {
  extends: true,
  plugins: [oneFileEach],
  test: {
    setupFiles: [at('support/client-features.ts')],
    globalSetup: [at('support/client/libraries.ts')],
    alias: { 'vitest-environment-dom': at('support/client/dom.ts') },
  },
}

export default defineConfig({
  root: at('..'),
  plugins: [vue()],
  resolve: { alias: { '#shared': at('../shared'), '#server': at('../server'), '#client': at('../client') } },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'server',
          include: ['tests/{shared,server}/**/*.test.ts'],
          exclude: apart,
          // A file finds the modules that the one before has loaded: most of what it would wait for.
          isolate: false,
        },
      },
      {
        ...withPages,
        test: {
          ...withPages.test,
          name: 'client',
          setupFiles: [at('support/client/timers.ts'), at('support/client-features.ts')],
          include: ['tests/client/**/*.test.ts'],
          exclude: programs,
          // Each file has a realm of its own in a process that others had before: half the work.
          pool: 'vmForks',
        },
      },
      { ...withPages, test: { ...withPages.test, name: 'programs', include: programs } },
      { extends: true, test: { name: 'apart', include: apart } },
    ],
    experimental: modules ? { fsModuleCache: true, fsModuleCachePath: modules } : {},
    globalSetup: [at('support/template.ts')],
    setupFiles: [at('support/setup.ts')],
    env: { TMPDIR: quickFolder() }, // A third of a server test was waiting for the disk at each commit.
    maxWorkers: 2, // On two cores: more take the processor's caches from each other.
    // On a busy machine a file may not get the processor for the ten seconds after which a store is silent.
    onUnhandledError: ({ name }) => name !== 'StoreSilentError',
    // They only bound what has failed: a test may wait long on a busy machine.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    expect: { poll: { timeout: 120_000 } },
  },
})
