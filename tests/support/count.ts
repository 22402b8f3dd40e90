import { existsSync, readFileSync } from 'node:fs'

export interface Count { passed: number, failed: number }

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  testResults: { status: string, assertionResults: { status: string }[] }[]
}
interface PlaywrightReport {
  stats: { expected: number, unexpected: number, flaky: number }
  errors: unknown[]
}

const settled = (count: Count, exitCode: number): Count =>
  exitCode !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
const load = <Report>(path: string) =>
  existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Report) : undefined

/**
 * What Vitest's report says; a file that could not even be read counts as one failure, and so does a bad end
 * without any.
 */
export function countVitest(report: string, exitCode: number): Count {
  const read = load<VitestReport>(report)
  if (!read) return { passed: 0, failed: 1 }
  const broken = read.testResults.filter(
    file => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  )
  return settled({ passed: read.numPassedTests, failed: read.numFailedTests + broken.length }, exitCode)
}

/**
 * What Playwright's report says. One that passed at its second try has passed; the list above names it as
 * flaky.
 */
export function countPlaywright(report: string, exitCode: number): Count {
  const read = load<PlaywrightReport>(report)
  if (!read) return { passed: 0, failed: 1 }
  const { expected, unexpected, flaky } = read.stats
  return settled({ passed: expected + flaky, failed: unexpected + read.errors.length }, exitCode)
}
