import type { Me } from '#shared/identity/schemas.ts'
import type { Notice } from '#shared/notices/schemas.ts'
import type { RouteLocationRaw } from 'vue-router'
import type { About, Want } from './about.ts'
import { noticeFace } from '#client/app/registry.ts'
import { noticeText } from './notice-text.ts'

export const noticeTabs = ['wanted', 'progress', 'points'] as const
export type NoticeTab = (typeof noticeTabs)[number]

/** One line of the inbox: the newest step of one thing. */
export interface NoticeRow {
  key: string
  tab: Exclude<NoticeTab, 'wanted'>
  text: string
  /** When the newest step was; null if the thing waits without a notice. */
  at: number | null
  kind: string
  photo: About['photo']
  to: RouteLocationRaw | null
  want: Want | undefined
  /** The unread notices of this line. */
  unread: Notice[]
}

const isPoints = ({ kind }: Notice) => kind.startsWith('points.')
/** Every notice about points is a line; those of a report or an order share one, with the newest step. */
const keyOf = (notice: Notice) => notice.ref === null || isPoints(notice) ? notice.id : notice.ref

/**
 * Notices as lines, newest first. Above them stand the things that wait for this person, even if their
 * notices are not among the rows that were fetched.
 */
export function rowsOf(
  notices: readonly Notice[],
  about: ReadonlyMap<string, About>,
  { me, isUnread }: { me: Me | null, isUnread: (notice: Notice) => boolean },
): NoticeRow[] {
  const rows = new Map<string, NoticeRow>()
  for (const notice of notices) {
    const key = keyOf(notice)
    const known = rows.get(key)
    const unread = isUnread(notice) ? [notice] : []
    if (known) known.unread.push(...unread)
    else rows.set(key, { ...rowOf(key, notice, about.get(notice.ref ?? ''), me), unread })
  }
  const unsaid = [...about].filter(([id, { want }]) => want !== undefined && !rows.has(id))
  const all = [...unsaid.map(([id, each]) => unsaidRow(id, each)), ...rows.values()]
  return [...all.filter(({ want }) => want), ...all.filter(({ want }) => !want)]
}

function rowOf(key: string, notice: Notice, about: About | undefined, me: Me | null): NoticeRow {
  const want = isPoints(notice) ? undefined : about?.want
  return {
    key,
    tab: isPoints(notice) ? 'points' : 'progress',
    text: noticeText(notice, about?.title),
    at: notice.at,
    kind: notice.kind,
    photo: isPoints(notice) ? null : about?.photo ?? null,
    to: want?.to ?? noticeFace(notice.kind)?.page(notice, me) ?? null,
    want,
    unread: [],
  }
}

const unsaidRow = (key: string, { photo, want }: About): NoticeRow =>
  ({ key, tab: 'progress', text: want!.text, at: null, kind: '', photo, to: want!.to, want, unread: [] })
