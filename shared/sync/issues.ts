import type { BaseIssue } from 'valibot'
import { getDotPath } from 'valibot'

/** So many issues of one input are told; a batch of wrong ones must not answer with megabytes. */
const ISSUES_MAX = 8
const ISSUE_CHARS_MAX = 200

/** What a schema did not take, each as `path.of.field: what was expected`; no path: the whole input. */
export const issueTexts = (issues: readonly BaseIssue<unknown>[]): string[] =>
  issues.slice(0, ISSUES_MAX).map(issue =>
    `${getDotPath(issue) ?? ''}: ${issue.message}`.slice(0, ISSUE_CHARS_MAX))
