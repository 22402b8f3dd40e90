import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { root } from '../../server/setup.mjs'

/** How a stage went. `failures`: one line for each test that failed, with its file and why. */
export interface Count { passed: number, failed: number, failures: string[] }

interface VitestReport {
  numPassedTests: number
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { status: string, fullName: string, failureMessages: string[] | null }[]
  }[]
}
interface PlaywrightSuite { suites?: PlaywrightSuite[], specs?: PlaywrightSpec[] }
interface PlaywrightSpec {
  title: string
  file: string
  line: number
  tests: { status: string, results: { error?: { message?: string } }[] }[]
}
interface PlaywrightReport {
  stats: { expected: number }
  suites: PlaywrightSuite[]
  errors: { message?: string }[]
}

/** A stage without any report of its own. */
export const failedWith = (failure: string): Count => ({ passed: 0, failed: 1, failures: [failure] })

const counted = (passed: number, failures: string[], exitCode: number): Count => {
  const all = exitCode !== 0 && failures.length === 0 ? [`ended with ${exitCode}, no test failed`] : failures
  return { passed, failed: all.length, failures: all }
}
const load = <Report>(path: string) =>
  existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Report) : undefined
const describe = (where: string, why: string | undefined) => {
  // eslint-disable-next-line no-control-regex -- The reports carry a terminal's colours.
  const plain = (why ?? '').replace(/\u001B\[[0-9;]*m/g, '')
  return `${where}: ${(plain.trim().split('\n')[0] ?? '').slice(0, 300)}`
}

/**
 * What Vitest's report says. A file that could not even be read counts as one failure, and so does a bad end
 * without any.
 */
export function countVitest(report: string, exitCode: number): Count {
  const read = load<VitestReport>(report)
  if (!read) return failedWith('Vitest left no report')
  const failures = read.testResults.flatMap((file) => {
    const name = relative(root, file.name)
    const failed = file.assertionResults.filter(({ status }) => status === 'failed')
    if (failed.length === 0 && file.status === 'failed') return [describe(name, file.message)]
    return failed.map(test => describe(`${name} › ${test.fullName.trim()}`, test.failureMessages?.[0]))
  })
  return counted(read.numPassedTests, failures, exitCode)
}

/** What Playwright's report says. */
export function countPlaywright(report: string, exitCode: number): Count {
  const read = load<PlaywrightReport>(report)
  if (!read) return failedWith('Playwright left no report')
  const failures = specsOf(read.suites)
    .filter(spec => spec.tests.some(({ status }) => status === 'unexpected'))
    .map(spec => describe(
      `${spec.file}:${spec.line} › ${spec.title}`,
      spec.tests.flatMap(test => test.results.map(result => result.error?.message)).find(Boolean),
    ))
  return counted(
    read.stats.expected,
    [...failures, ...read.errors.map(error => describe('Playwright', error.message))],
    exitCode,
  )
}

const specsOf = (suites: PlaywrightSuite[]): PlaywrightSpec[] =>
  suites.flatMap(suite => [...(suite.specs ?? []), ...specsOf(suite.suites ?? [])])
