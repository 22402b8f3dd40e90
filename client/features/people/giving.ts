import type { FormSpec } from '#client/app/forms/check-input.ts'
import type { PostKind } from '#shared/identity/posts.ts'
import type { Me } from '#shared/identity/schemas.ts'
import { timeNow } from '#client/app/device/now.ts'
import { isStanding, postKinds, postRules } from '#shared/identity/posts.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'

/** Days are written 2026-11-23. An empty first day means at once, an empty last day no end. */
export interface PostFields {
  postId: string
  phone: string
  name: string
  kind: PostKind | null
  areaId: string | null
  unitId: string | null
  stationId: string | null
  teamId: string | null
  from: string
  until: string
  reason: string
}

/** The kinds of post that somebody may give. */
export function kindsGivenBy(me: Me | null): PostKind[] {
  const held = me?.posts?.map(({ kind }) => kind) ?? []
  if (held.includes('admin')) return postKinds
  return held.includes('staff') ? postKinds.filter(isStanding) : []
}

/** The areas in which somebody gives posts: an admin's city, or where they are staff. */
export function areasGivenIn(me: Me | null): string[] {
  const scopesOf = (kind: PostKind) =>
    me?.posts?.filter(post => post.kind === kind).map(({ scope }) => scope) ?? []
  const cities = scopesOf('admin')
  return cities.length > 0 ? cities : scopesOf('staff')
}

/** The phone number searched for on the page before, taken once: after a reload the typed number counts. */
export function askedPhone(): string | undefined {
  const { phone, ...state } = (window.history.state ?? {}) as { phone?: string }
  if (phone !== undefined) window.history.replaceState(state, '')
  return phone
}

/** The last millisecond of a day belongs to it: a term until a day holds on that day too. */
const endOf = (day: string) => startOfDay(day) + DAY_MS

function scopeOf(
  { kind, areaId, unitId, stationId, teamId }: PostFields,
  city: string | undefined,
): string | null {
  if (kind === null) return null
  if (kind === 'admin') return city ?? null
  return { area: areaId, unit: unitId, station: stationId, team: teamId }[postRules[kind].scope]
}

/** Gives a post: to an account that is known, else to the phone number in the form. */
export const givingForm = (
  person: { readonly accountId: string } | null,
  city: () => string | undefined,
): FormSpec<'people.give', PostFields> => ({
  command: 'people.give',
  toInput: (fields) => {
    const { postId, phone, name, kind, from, until, reason } = fields
    return {
      postId,
      ...person ?? { phone },
      ...!person && name.trim() !== '' && { name },
      kind,
      scope: scopeOf(fields, city()),
      ...from !== '' && { from: startOfDay(from) },
      ...until !== '' && { until: endOf(until) },
      reason,
    }
  },
  sentences: {
    phone: '请填 11 位手机号',
    name: '姓名最多 20 字',
    kind: '请选择岗位',
    scope: '请选择在哪儿任职',
    reason: '请写明原因（本人可见）',
  },
  check: ({ from, until }) => {
    if (until !== '' && until < dayOf(timeNow())) return '截止日期已过，请选今天或以后'
    return from !== '' && until !== '' && until < from ? '结束日期要晚于开始日期' : undefined
  },
})
