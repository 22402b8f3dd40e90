import { companies, works } from '#shared/identity/schemas.ts'
import { AreaCode, Id, Instant, PageRange, Place, textOf, wholeNumber } from '#shared/kernel/fields.ts'
import * as v from 'valibot'
import {
  audiences,
  ballots,
  OPTIONS_MAX,
  OPTIONS_MIN,
  outcomes,
  pollStages,
  pollStates,
  whyNots,
} from './rules.ts'

export const QUESTION_MAX = 60
export const POLL_WORDS_MAX = 1000
export const OPTION_MAX = 40
export const POLL_REASON_MAX = 200
export const QUORUM_MAX = 100_000
/** The most names that an option of a named poll shows. */
export const NAMES_MAX = 500

export const Works = v.pipe(v.array(v.picklist(works)), v.maxLength(works.length))
export const Companies = v.pipe(v.array(v.picklist(companies)), v.maxLength(companies.length))
export type Works = v.InferOutput<typeof Works>
export type Companies = v.InferOutput<typeof Companies>
const Option = v.object({ text: textOf(1, OPTION_MAX), place: v.nullable(Place) })
const Options = v.pipe(
  v.array(Option),
  v.minLength(OPTIONS_MIN),
  v.maxLength(OPTIONS_MAX),
  v.check(options => new Set(options.map(({ text }) => text)).size === options.length),
  v.check(options => new Set(options.map(({ place }) => place === null)).size === 1),
)

/** A poll as its maker plans it. `quorum`: the number of votes that the result needs; 0: none. */
const plan = {
  question: textOf(2, QUESTION_MAX),
  words: textOf(0, POLL_WORDS_MAX),
  options: Options,
  areaId: AreaCode,
  audience: v.picklist(audiences),
  works: Works,
  companies: Companies,
  ballot: v.picklist(ballots),
  quorum: wholeNumber(0, QUORUM_MAX),
  startsAt: Instant,
  endsAt: Instant,
}
/** Publishes a poll, or changes one that has not begun. `seen`: when the version shown was made (ms). */
export const PublishPoll = v.object({ pollId: Id, ...plan, seen: v.optional(Instant) })
export type PublishPoll = v.InferOutput<typeof PublishPoll>
/** `entitled`: how many people may vote at this moment. */
export const PublishedPoll = v.object({ entitled: v.number() })
export const OnePoll = v.object({ pollId: Id })
export const EndPoll = v.object({ pollId: Id, words: textOf(1, POLL_REASON_MAX) })
/**
 * One vote. `option`: its index, from 0; `version`: that of the options shown. `salt`: 128 random bits,
 * base64url, without which the receipt's digest would reveal the choice among ten options.
 */
export const Vote = v.object({
  pollId: Id,
  version: wholeNumber(1, 1_000_000),
  option: wholeNumber(0, OPTIONS_MAX - 1),
  salt: v.pipe(v.string(), v.regex(/^[\w-]{22}$/)),
})

const brief = {
  id: Id,
  question: v.string(),
  areaId: AreaCode,
  areaName: v.string(),
  ballot: v.picklist(ballots),
  state: v.picklist(pollStates),
  startsAt: Instant,
  endsAt: Instant,
  countsAt: Instant, // When the poll is counted, after votes saved on phones have had time to arrive.
  turnout: v.number(),
  entitled: v.number(), // How many people may vote: as of publishing, and as of counting once it is counted.
  outcome: v.nullable(v.picklist(outcomes)), // Null until it is counted.
  hasVoted: v.boolean(),
  whyNot: v.nullable(v.picklist(whyNots)),
}
export const PollBrief = v.object(brief)
export type PollBrief = v.InferOutput<typeof PollBrief>
/** The polls of the areas around somebody's own, those that end last first. */
export const OpenPolls = v.object({ polls: v.array(PollBrief) })
export const FindDeskPolls = v.object({
  stage: v.optional(v.picklist(pollStages)),
  areaId: v.optional(AreaCode),
  ...PageRange.entries,
})
export type FindDeskPolls = v.InferOutput<typeof FindDeskPolls>
/** A page of the polls of somebody's working areas, ranked by their ends; `total`: in all pages. */
export const DeskPolls = v.object({ polls: v.array(PollBrief), total: v.number(), hasMore: v.boolean() })

/**
 * One poll. `votes` and `names` are null for everybody until it is counted; `names` stays null for a secret
 * poll, and for people who neither may vote in it nor work for its area.
 */
export const PollView = v.object({
  ...brief,
  words: v.string(),
  options: v.array(v.object({
    text: v.string(),
    place: v.nullable(Place),
    votes: v.nullable(v.number()),
    names: v.nullable(v.array(v.string())),
  })),
  audience: v.picklist(audiences),
  works: Works,
  companies: Companies,
  quorum: v.number(),
  version: v.number(),
  changedAt: Instant,
  madeBy: v.string(),
  endWords: v.nullable(v.string()), // Why it was cancelled or ended early.
  runs: v.boolean(), // Whether the reader may change, end or cancel it.
})
export type PollView = v.InferOutput<typeof PollView>
