import type { Me } from '#shared/identity/schemas.ts'
import type {
  AnyCommandFace,
  FeatureRoute,
  MenuEntry,
  NoticeFace,
  Prefetch,
  WithoutInput,
} from './feature.ts'
import { isOneOf } from '#shared/identity/roles.ts'

/** A feature's face without its domain's types. */
export interface AnyFeature {
  readonly routes: readonly FeatureRoute[]
  readonly entries?: readonly MenuEntry[]
  readonly prefetch?: Prefetch
  readonly commands?: Readonly<Record<string, AnyCommandFace>>
  readonly notices?: () => Promise<{ notices: Readonly<Record<string, NoticeFace>> }>
  readonly refusals?: () => Promise<{ refusals: Readonly<Record<string, (refusal: never) => string>> }>
}

/*
 * Pages need what other features say: the outbox the names of commands, a form the sentence for any refusal.
 * Features don't import each other and the app imports none of them, so main.ts registers them at the start.
 */
let features: readonly AnyFeature[] = []
let commands: Readonly<Record<string, AnyCommandFace>> = {}
let notices: Readonly<Record<string, NoticeFace>> = {}
let refusals: Readonly<Record<string, (refusal: never) => string>> = {}
let loading: Promise<void> | undefined

export function registerFeatures(list: readonly AnyFeature[]): void {
  features = list
  commands = Object.assign({}, ...list.map(({ commands }) => commands)) as typeof commands
}

/** Loads the sentences for notices and refusals, which are too heavy for the first screen. */
export const loadTexts = (): Promise<void> => loading ??= load().catch((error: unknown) => {
  loading = undefined // The network may be back when the next page is opened.
  throw error
})

async function load() {
  const [told, no] = await Promise.all([
    Promise.all(features.map(({ notices }) => notices?.())),
    Promise.all(features.map(({ refusals }) => refusals?.())),
  ])
  notices = Object.assign({}, ...told.map(module => module?.notices)) as typeof notices
  refusals = Object.assign({}, ...no.map(module => module?.refusals)) as typeof refusals
}

/** Every link that features add to lists on other pages. */
export const registeredEntries = (): readonly MenuEntry[] => features.flatMap(({ entries = [] }) => entries)

/** The queries to ask for somebody while there is a network. */
export const prefetchedFor = (me: Me): WithoutInput[] => features
  .flatMap(({ prefetch = {} }) => Object.entries(prefetch))
  .filter(([, parts]) => isOneOf(me, parts))
  .map(([name]) => name as WithoutInput)

/** How a command is shown; undefined for one that this version of the app does not know. */
export const commandFace = (name: string): AnyCommandFace<unknown> | undefined =>
  commands[name] as AnyCommandFace<unknown> | undefined

/** How a kind of notice is shown; undefined for one that only a newer server knows. */
export const noticeFace = (kind: string): NoticeFace | undefined => notices[kind]

/** The sentence for a refusal; undefined for a code that only a newer server knows. */
export const refusalSentence = (refusal: { code: string }): string | undefined =>
  (refusals[refusal.code] as ((refusal: unknown) => string) | undefined)?.(refusal)
