import type { CommandInput, CommandName } from '#shared/commands.ts'
import type { BaseIssue } from 'valibot'
import type { FormPhoto } from './saved-photos.ts'
import { commands } from '#shared/commands.ts'
import { issueTexts } from '#shared/sync/issues.ts'
import { safeParse } from 'valibot'
import { malformedText } from '../words/fields.ts'

/** An input as a form makes it: what has not been chosen yet is null. */
export type Unfinished<Value> =
  | null
  | (Value extends object ? { [Key in keyof Value]: Unfinished<Value[Key]> } : Value)

type Field<Input> = Input extends object ? Extract<keyof Input, string> : never
/** What to do about a field, as a sentence; a function where it depends on what is wrong. */
export type Sentence = string | ((issue: BaseIssue<unknown>) => string)
/**
 * Sentences by field, in the order in which the form asks for them. A field within another is `hours.week`;
 * indexes are left out.
 */
export type Sentences<Input> = { [Key in Field<Input> | `${Field<Input>}.${string}`]?: Sentence }

/** How a form's fields become a command, and the sentences when they cannot. */
export interface FormSpec<Name extends CommandName, Fields> {
  /** The command; a function where a choice in the form decides. */
  command: Name | ((fields: Fields) => Name)
  toInput: (fields: Fields, photos: readonly FormPhoto[]) => Unfinished<CommandInput<Name>>
  sentences?: Sentences<CommandInput<Name>>
  /** A rule that the command's schema does not have: what to do about it, or undefined. */
  check?: (fields: Fields) => string | undefined
}

type Checked<Name extends CommandName> =
  | { problem: string, name?: undefined, input?: undefined }
  | { problem?: undefined, name: Name, input: CommandInput<Name> }

/** The command that a form would send, or what has to be corrected first. */
export function commandOf<Name extends CommandName, Fields>(
  { command, toInput, sentences, check }: FormSpec<Name, Fields>,
  fields: Fields,
  photos: readonly FormPhoto[] = [],
): Checked<Name> {
  const name = typeof command === 'function' ? command(fields) : command
  const parsed = safeParse(commands[name].input, toInput(fields, photos))
  const problem = parsed.success ? check?.(fields) : sentenceFor(parsed.issues, sentences ?? {})
  return problem === undefined ? { name, input: parsed.output as CommandInput<Name> } : { problem }
}

/** What has to be corrected before a form can be sent, as a sentence; undefined when nothing. */
export const problemIn = <Name extends CommandName, Fields>(
  spec: FormSpec<Name, Fields>,
  fields: Fields,
  photos: readonly FormPhoto[] = [],
): string | undefined => commandOf(spec, fields, photos).problem

/** An input that its schema does not take; the message is a sentence for the screen. */
export class InputProblem extends Error {
  override readonly name = 'InputProblem'
}

/** The input that a form would send. Throws InputProblem, which `saveFailureText` shows, when it cannot. */
export function requireInput<Name extends CommandName, Fields>(
  spec: FormSpec<Name, Fields>,
  fields: Fields,
): CommandInput<Name> {
  const { problem, input } = commandOf(spec, fields)
  if (problem !== undefined) throw new InputProblem(problem)
  return input
}

function sentenceFor(
  issues: readonly BaseIssue<unknown>[],
  sentences: { [field: string]: Sentence | undefined },
): string {
  for (const [field, sentence] of Object.entries(sentences)) {
    const issue = issues.find(each => fieldOf(each) === field)
    if (issue && sentence) return typeof sentence === 'string' ? sentence : sentence(issue)
  }
  return malformedText(issueTexts(issues))
}

const fieldOf = ({ path }: BaseIssue<unknown>) =>
  (path ?? []).map(({ key }) => key).filter(key => typeof key === 'string').join('.')
