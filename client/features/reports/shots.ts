import type { Draft, DraftPhoto } from '#client/sync/outbox.ts'
import type { Place } from '#shared/kernel/fields.ts'
import { byServer } from '#client/app/device/now.ts'
import { clock, distanceText } from '#client/app/words/index.ts'
import { distanceM, isExact, mayBeInCity } from '#shared/kernel/geo.ts'

/** How long after the shutter the phone counts as being where the photo was taken (ms). */
export const JUST_NOW_MS = 3 * 60_000
/** A photo that was older than this (ms) when it was picked is asked about. */
const OLD_MS = 24 * 3_600_000
/** So is one taken farther from the report's place (m). */
const FAR_M = 2_000
/** Photos nearer to each other than this (m) agree about the place. */
const SAME_PLACE_M = 300

const isShot = ({ picked }: DraftPhoto) => picked?.isShot === true

/**
 * The photo that says when it was seen: the first one shot for this report, else the middle one of those from
 * the album. One odd date does not speak for the others.
 */
export function datingPhoto(photos: readonly DraftPhoto[]): DraftPhoto | undefined {
  const byTime = [...photos].sort((a, b) => a.seenAt - b.seenAt)
  return byTime.find(isShot) ?? byTime[Math.floor(byTime.length / 2)]
}

/** Where a photo was taken, if it says so exactly enough. */
const exactPlace = ({ place }: DraftPhoto) => place && isExact(place) ? place : undefined
const inCity = (place: Place | undefined) => place !== undefined && mayBeInCity(place)

/**
 * The place that the photos themselves tell: of those shot for this report before the album's, in the city
 * before elsewhere, where most agree.
 */
export function placeOfPhotos(photos: readonly DraftPhoto[]): Place | undefined {
  const shots = photos.filter(isShot).flatMap(photo => exactPlace(photo) ?? []).filter(inCity)
  const all = photos.flatMap(photo => exactPlace(photo) ?? [])
  const candidates = [shots, all.filter(inCity), all].find(places => places.length > 0) ?? []
  const agreeing = (place: Place) => candidates.filter(each => distanceM(each, place) <= SAME_PLACE_M).length
  return [...candidates].sort((a, b) => agreeing(b) - agreeing(a))[0]
}

/** Whether the phone is still where a photo without a place of its own was taken. */
export function isAtPlace(photos: readonly DraftPhoto[], now = Date.now()): boolean {
  const shots = photos.filter(isShot)
  return !shots.some(photo => inCity(exactPlace(photo)))
    && shots.some(({ picked }) => now >= picked!.at && now - picked!.at <= JUST_NOW_MS)
}

/**
 * A photo that may not belong to its report: `reasons` in short, and a sentence that names the photo and the
 * reasons.
 */
export interface Doubt { hash: string, reasons: string, sentence: string }

/** Photos that are old or from elsewhere. None is refused for that, but whoever sends them is asked. */
export function doubtsAbout({ photos, place }: Pick<Draft, 'photos' | 'place'>): Doubt[] {
  return photos.flatMap((photo, at) => {
    const reasons = [...oldReason(photo), ...farReason(photo, place)].join('，')
    return reasons ? { hash: photo.hash, reasons, sentence: `第 ${at + 1} 张：${reasons}` } : []
  })
}

const oldReason = ({ seenAt, picked }: DraftPhoto): string[] =>
  picked && picked.at - seenAt > OLD_MS ? [`${clock(byServer(seenAt))} 拍的`] : []

function farReason(photo: DraftPhoto, place: Place | undefined): string[] {
  const own = exactPlace(photo)
  if (!own) return []
  if (!mayBeInCity(own)) return ['不是在本市拍的']
  const metres = place ? distanceM(own, place) : 0
  return metres > FAR_M ? [`拍摄地离上报的位置 ${distanceText(metres)}`] : []
}
