import type { BaseIssue } from 'valibot'
import { getDotPath } from 'valibot'

/**
 * How many issues of one input are returned, so that a batch of wrong ones is not answered with megabytes.
 */
const ISSUES_MAX = 8
const ISSUE_CHARS_MAX = 200

/**
 * Why a schema rejected an input, each issue as `path.of.field: what was expected`; without a path for the
 * whole input.
 */
export const issueTexts = (issues: readonly BaseIssue<unknown>[]): string[] =>
  issues.slice(0, ISSUES_MAX).map(issue =>
    `${getDotPath(issue) ?? ''}: ${issue.message}`.slice(0, ISSUE_CHARS_MAX))
