import type { FormSpec } from '#client/app/forms/check-input.ts'
import type { AnnouncementKind } from '#shared/announcements/rules.ts'
import type { DeskAnnouncement } from '#shared/announcements/schemas.ts'
import { timeNow } from '#client/app/device/now.ts'
import { instantOn, minuteOf, timeIn } from '#client/app/forms/times.ts'
import { TITLE_MAX, TITLE_MIN } from '#shared/announcements/schemas.ts'
import { DAY_MINUTES, DAY_MS, dayOf } from '#shared/kernel/day.ts'
import { uuidv7 } from 'uuidv7'

/** An announcement as its form holds it, times as typed. */
export interface AnnouncementFields {
  announcementId: string
  kind: AnnouncementKind | null
  title: string
  words: string
  areaId: string | null
  isAtOnce: boolean
  startDay: string
  startTime: string
  endDay: string
  endTime: string
  isLonger: boolean
  opens: string
  closes: string
  /** When the version was made that the form shows (ms); a new one has none. */
  seen?: number | undefined
}

export const emptyAnnouncement = (areaId: string | null): AnnouncementFields => ({
  announcementId: uuidv7(),
  kind: 'notice',
  title: '',
  words: '',
  areaId,
  isAtOnce: true,
  startDay: dayOf(timeNow() + DAY_MS),
  startTime: '09:00',
  endDay: dayOf(timeNow() + DAY_MS),
  endTime: '20:00',
  isLonger: false,
  opens: '07:00',
  closes: '00:00',
})

const textOf = (minute: number) => {
  const [hours, minutes] = [Math.floor(minute % DAY_MINUTES / 60), minute % 60]
  return [hours, minutes].map(part => String(part).padStart(2, '0')).join(':')
}

export const fieldsOf = (shown: DeskAnnouncement): AnnouncementFields => ({
  announcementId: shown.id,
  kind: shown.kind,
  title: shown.title,
  words: shown.words,
  areaId: shown.areaId,
  isAtOnce: false,
  startDay: dayOf(shown.startsAt),
  startTime: timeIn(shown.startsAt),
  endDay: dayOf(shown.endsAt),
  endTime: timeIn(shown.endsAt),
  isLonger: shown.stationTimes !== null,
  opens: textOf(shown.stationTimes?.opens ?? 7 * 60),
  closes: textOf(shown.stationTimes?.closes ?? DAY_MINUTES),
  seen: shown.changedAt,
})

/** What fields are called when somebody else has changed them. */
export const announcementFieldNames: Partial<Record<keyof AnnouncementFields, string>> = {
  kind: '类别',
  title: '标题',
  words: '内容',
  areaId: '区域',
  startDay: '开始日期',
  startTime: '开始时间',
  endDay: '结束日期',
  endTime: '结束时间',
  isLonger: '驿站延长开放',
  opens: '每天几点开',
  closes: '每天几点关',
}

/** Minutes of a day; what closes at or before it opens closes on the next day. */
function timesOf({ isLonger, opens: from, closes: until }: AnnouncementFields) {
  if (!isLonger) return null
  const [opens, closes] = [minuteOf(from), minuteOf(until)]
  return { opens, closes: closes <= opens ? closes + DAY_MINUTES : closes }
}

export const announcementForm: FormSpec<'announcements.publish', AnnouncementFields> = {
  command: 'announcements.publish',
  toInput: (fields) => {
    const { announcementId, kind, title, words, areaId, isAtOnce, startDay, startTime, seen } = fields
    return {
      ...{ announcementId, kind, title, words, areaId, seen },
      startsAt: isAtOnce ? timeNow() : instantOn(startDay, startTime),
      endsAt: instantOn(fields.endDay, fields.endTime),
      stationTimes: timesOf(fields),
    }
  },
  sentences: {
    title: `请写标题，${TITLE_MIN} 到 ${TITLE_MAX} 字`,
    areaId: '请选发给哪个区域',
    startsAt: '请选开始的日期和时间',
    endsAt: '请选结束的日期和时间',
    stationTimes: '请填驿站每天几点开、几点关',
  },
  check: ({ isAtOnce, startDay, startTime, endDay, endTime }) => {
    const starts = isAtOnce ? timeNow() : instantOn(startDay, startTime) ?? 0
    return (instantOn(endDay, endTime) ?? 0) <= Math.max(starts, timeNow()) ? '结束要在开始和现在之后' : undefined
  },
}
