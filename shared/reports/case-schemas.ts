import { Day, Id, Instant, lineOf, Place, wholeNumber } from '#shared/kernel/fields.ts'
import { PhotoRef } from '#shared/media/schemas.ts'
import * as v from 'valibot'
import { Kind, Photos, State, Words } from './schemas.ts'

/** The page that a link opens. The link's secret stands behind `#`, which browsers never send. */
const CASE_PATH = '/case'
export const caseUrl = (origin: string, secret: string): string => `${origin}${CASE_PATH}#${secret}`

/** Why a link has ended. */
export const caseEnds = ['settled', 'handedBack', 'passedOn', 'renewed', 'revoked', 'expired'] as const
export type CaseEnd = (typeof caseEnds)[number]

/** The text shown for a link that has ended. */
export const caseEndTexts: Readonly<Record<CaseEnd, string>> = {
  settled: '这件已经办结，链接到此结束。',
  handedBack: '这件已经退回社区，链接到此结束。',
  passedOn: '这件已经转给别的单位，链接到此结束。',
  renewed: '社区发了新的链接，请用最新的那一个。',
  revoked: '社区收回了这个链接。',
  expired: '链接过期了，请让社区再发一个。',
}
const End = v.picklist(caseEnds)
const LinkId = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/))

/** `seen`: the last step of the report that the bearer saw. The report itself follows from the link. */
const decided = { seen: Id }
export const AcceptCase = v.object(decided)
export const HandBackCase = v.object({ ...decided, words: Words })
export const ResolveCase = v.object({ ...decided, words: Words, photos: Photos })

/** The report as the link's bearer sees it. */
export const CaseView = v.object({
  linkId: LinkId,
  number: v.number(),
  kind: Kind,
  state: State,
  text: v.string(),
  place: v.nullable(Place),
  spot: v.nullable(v.string()), // Where it is, in its reporter's words.
  areaName: v.string(),
  photos: v.array(PhotoRef),
  afterPhotos: v.array(PhotoRef), // The photos of an earlier resolution.
  unitName: v.string(),
  note: v.nullable(v.string()), // What staff told the unit.
  reopened: v.nullable(v.string()), // Why it was reopened.
  plannedOn: v.nullable(Day),
  filedAt: Instant,
  dueAt: Instant,
  until: Instant, // When the link ends by itself.
  isOpened: v.boolean(), // Whether its opening has been recorded.
  lastStep: Id,
})
export type CaseView = v.InferOutput<typeof CaseView>

/** `linkId`: the open one that was seen; null where there was none. */
export const RenewCase = v.object({ reportId: Id, linkId: v.nullable(LinkId) })
export const RevokeCase = v.object({ reportId: Id, linkId: LinkId })

/** The latest link of a report's unit, without its secret. */
const CaseLink = v.object({
  id: LinkId,
  madeAt: Instant,
  until: Instant,
  message: v.picklist(['none', 'waiting', 'sending', 'sent', 'failed']),
  sentAt: v.nullable(Instant),
  openedAt: v.nullable(Instant), // When it was first opened; by whom is unknown.
  endedAt: v.nullable(Instant),
  end: v.nullable(End),
})
export type CaseLink = v.InferOutput<typeof CaseLink>
/** `unitName`: of the unit that works by links; null where there is none. */
export const CaseOfReport = v.object({
  unitName: v.nullable(v.string()),
  phoneHint: v.string(), // Where links are sent; empty where they are printed.
  mayMake: v.boolean(), // Whether the report is with that unit now, so that a link can be made.
  link: v.nullable(CaseLink),
})
/** The content of the printed sheet. */
export const PrintedCase = v.object({
  ...v.omit(CaseView, ['isOpened', 'lastStep', 'photos', 'afterPhotos', 'note', 'reopened']).entries,
  url: lineOf(300),
  photoCount: wholeNumber(0, 100),
})
export type PrintedCase = v.InferOutput<typeof PrintedCase>
