import type { IconName } from '#client/ui/icons.ts'
import type { CommandInput, OfflineCommandName } from '#shared/commands.ts'
import type { ShownPart } from '#shared/identity/roles.ts'
import type { Me } from '#shared/identity/schemas.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { Notice, NoticeKind } from '#shared/notices/schemas.ts'
import type { Answer, QueryInput, QueryName } from '#shared/queries.ts'
import type { Refusal } from '#shared/refusal.ts'
import type { RouteLocationRaw, RouteRecordRaw } from 'vue-router'

/**
 * What a feature says about itself, in `features/<domain>/index.ts`: data and `import()` only, since every
 * face is part of the first screen. A face that lacks a name, a page or a sentence for one of its domain's
 * commands, notices or refusals does not compile.
 */
export type ClientFeature<
  Commands extends OfflineCommandName = never,
  Kinds extends NoticeKind = never,
  No extends Refusal = never,
> = BaseFeature
  & Needed<Commands, { readonly commands: CommandFaces<Commands> }>
  & Needed<Kinds, { readonly notices: () => Promise<{ notices: NoticeFaces<Kinds> }> }>
  & Needed<No, { readonly refusals: () => Promise<{ refusals: RefusalSentences<No> }> }>

interface BaseFeature {
  readonly routes: readonly FeatureRoute[]
  readonly entries?: readonly MenuEntry[]
  readonly prefetch?: Prefetch
}
type Needed<Names, Part> = [Names] extends [never] ? unknown : Part

/** Where people come from to a page: a tab, an entry in a menu, or another page, a code or a link. */
type Reached = { readonly tab: string } | { readonly opensFrom: 'menu' | 'page' }
export type FeatureRoute = RouteRecordRaw & { name: string, meta: { title: string } & Reached }

/** The commands of a domain that may wait in the outbox. */
export type OfflineOf<Commands> = Extract<keyof Commands, OfflineCommandName>
/** The kinds of notices that begin with a domain's name. */
export type KindsOf<Domain extends string> = Extract<NoticeKind, `${Domain}.${string}`>

/** A command as the outbox shows it. */
export interface CommandFace<Input> {
  /** What people call it, by its input where that says the kind; null for one that they never see waiting. */
  readonly name: string | null | ((input: Input) => string)
  /** The page that shows the result once the command is delivered; null if there is none. */
  readonly page: (input: Input) => RouteLocationRaw | null
  /** What it is about, said after its name. */
  readonly subject?: (input: Input) => string | undefined
  /** The subject by its title, from answers saved on this phone; undefined where they do not have it. */
  readonly title?: (input: Input) => Promise<string | undefined>
  /** The place that the command is about. */
  readonly place?: (input: Input) => Place | null | undefined
  /** That place as its sender described it. */
  readonly spot?: (input: Input) => string | undefined
  /** The field of the input with the text that a person wrote. */
  readonly text?: TextField<Input>
  /** Whether the text can be changed in the outbox, and with it `choice`. */
  readonly isEditable?: boolean
  readonly choice?: Choice<Extract<keyof Input, string>>
  /** The page with its whole form, where it can be changed while it waits or after it was returned. */
  readonly form?: (input: Input, saved: SavedCommand) => RouteLocationRaw
  /** The input without the photo that the server refused. */
  readonly withoutPhoto?: (input: Input) => unknown
  /** The second commands that change or withdraw this one after it may have reached the server. */
  readonly amend?: (input: Input) => AnyCommand
  readonly withdraw?: (input: Input) => AnyCommand
}
/** A field of the input with one value of a few. */
export interface Choice<Field extends string = string> {
  readonly field: Field
  readonly label: string
  /** What each value is called on screen, in the order in which they are offered. */
  readonly names: Readonly<Record<string, string>>
  /** The value for which the form says whom to call first. */
  readonly emergency?: string
}
/** Where a command lies on the phone, by its key there. */
export type SavedCommand = { outbox: number } | { returned: number }
export type AnyCommand = {
  [Name in OfflineCommandName]: { name: Name, input: CommandInput<Name> }
}[OfflineCommandName]
type TextField<Input> = Input extends unknown ? keyof Texts<Input> & string : never
type Texts<Input> = {
  [Field in keyof Input as Input[Field] extends string | undefined ? Field : never]: string
}
/** A command's face without the type of its input. */
export type AnyCommandFace<Input = never> =
  & Omit<CommandFace<Input>, 'text' | 'choice'>
  & { readonly text?: string, readonly choice?: Choice }
export type CommandFaces<Names extends OfflineCommandName> = {
  readonly [Name in Names]: CommandFace<CommandInput<Name>>
}

/**
 * The facts of a notice. `report` and `order` begin a sentence; `subject` names the same alone, or is empty;
 * `detail` is empty or begins with a colon.
 */
export interface NoticeFacts {
  report: string
  order: string
  subject: string
  detail: string
  points: number
}
export interface NoticeFace {
  readonly text: (facts: NoticeFacts) => string
  /** Where one does something about it; null where its reader has nothing to open. */
  readonly page: (notice: Notice, me: Me | null) => RouteLocationRaw | null
}
export type NoticeFaces<Kinds extends NoticeKind> = { readonly [Kind in Kinds]: NoticeFace }

/** Why something was refused, as one sentence for each code. */
export type RefusalSentences<No extends Refusal> = {
  readonly [Code in No['code']]: (refusal: Extract<No, { code: Code }>) => string
}

/**
 * Queries that are fetched ahead, so that their answers are there without a network, with the parts whose
 * phones fetch them.
 */
export type Prefetch = Readonly<Partial<Record<WithoutInput, readonly ShownPart[]>>>
export type WithoutInput = {
  [Name in QueryName]: Record<never, never> extends QueryInput<Name> ? Name : never
}[QueryName]

/**
 * The lists of links on 首页 and 我的 that features add to. On 首页 `city` is what a visitor finds, `first` what
 * is to be done first, `mine` the tiles of everybody else.
 */
export type MenuList = 'home.city' | 'home.first' | 'home.mine' | 'me.mine' | 'me.account' | 'me.app'

/** A link in such lists. */
export type MenuEntry = PlainEntry | { [Name in QueryName]: AskingEntry<Name> }[QueryName]

export interface MenuEntryBase<Facts> {
  /** The lists it stands in, and where: lower numbers come first. */
  readonly at: Readonly<Partial<Record<MenuList, number>>>
  /** Who sees it; everybody if absent. */
  readonly for?: readonly ShownPart[]
  readonly if?: (facts: MenuFacts) => boolean
  readonly icon: IconName
  readonly title: string | ((facts: Facts) => string)
  readonly hint?: string
  readonly value?: string | ((facts: Facts) => string | undefined)
  readonly badge?: (facts: Facts) => number
  readonly to: RouteLocationRaw
}
export interface PlainEntry extends MenuEntryBase<MenuFacts> { readonly query?: undefined }
/** Its value or badge comes from the answer to a query, which is asked only for those who see the entry. */
export interface AskingEntry<Name extends QueryName> extends MenuEntryBase<Answered<Name>> {
  readonly query: Name
}
type Answered<Name extends QueryName> = MenuFacts & { readonly answer: Answer<Name> | undefined }

/** What entries may depend on. */
export interface MenuFacts {
  readonly place: MenuList
  /** Whom the list is for: on 我的 only somebody who is signed in. */
  readonly me: Me | null
  readonly isSignedIn: boolean
  /** Drafts of reports on this phone. */
  readonly drafts: number
  /** Commands that wait or were returned. */
  readonly waiting: number
  /** Points to spend, less what waits to be spent; undefined until known. */
  readonly spendable: number | undefined
}
