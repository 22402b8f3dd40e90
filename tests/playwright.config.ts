import { defineConfig } from '@playwright/test'
import { chromiumArguments, shellPath } from './support/chromium.ts'

export default defineConfig({
  testDir: '.',
  testMatch: ['journeys/**/*.spec.ts', 'faults/**/*.spec.ts'],
  outputDir: '../test-results',
  // They only bound what has failed: a journey may wait long on a busy machine.
  timeout: 900_000,
  expect: { timeout: 120_000 },
  workers: 3, // On two cores: much of a journey waits. Beside the units it is one (`support/stages.ts`).
  forbidOnly: true,
  reporter: process.env.CI ? [['list'], ['json', { outputFile: '../test-results/journeys.json' }]] : 'list',
  use: {
    actionTimeout: 120_000,
    navigationTimeout: 120_000,
    viewport: { width: 390, height: 844 },
    deviceScaleFactor: 2,
    hasTouch: true,
    isMobile: true,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    geolocation: { latitude: 30.5855, longitude: 114.2768, accuracy: 12 },
    permissions: ['geolocation'],
    launchOptions: { executablePath: shellPath(), args: chromiumArguments },
  },
})
