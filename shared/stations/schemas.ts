import type { Me } from '#shared/identity/schemas.ts'
import { Day, Id, Instant, Phone, PhotoHash, Place, textOf } from '#shared/kernel/fields.ts'
import { PhotoRef } from '#shared/media/schemas.ts'
import * as v from 'valibot'
import { faultKinds, needs, stationKinds, stationStates, supplies, supplyLevels } from './rules.ts'

const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.safeInteger(), v.minValue(least), v.maxValue(most))
const Code = v.pipe(v.string(), v.maxLength(400))
const Words = textOf(1, 300)
const Span = v.nullable(
  v.pipe(
    v.tuple([whole(0, 1440), whole(0, 1440)]),
    v.check(([from, until]) => from < until, 'a day ends after it begins'),
    v.readonly(),
  ),
)
export const Week = v.pipe(v.array(Span), v.length(7), v.readonly())
export const Exceptions = v.pipe(
  v.array(v.object({ day: Day, span: Span, words: textOf(0, 40) })),
  v.maxLength(60),
  v.readonly(),
)
const Supplies = v.partial(v.object(v.entriesFromList(supplies, v.picklist(supplyLevels))))

/** A door code as the camera read it; it counts while it is shown. */
export const Enter = v.object({ entryId: Id, code: Code })
/** `isOpen` false: the lock is being told; ask `stations.entry`. */
export const Entered = v.object({ stationId: Id, stationName: v.string(), visitId: Id, isOpen: v.boolean() })
/** The same code kept as proof that somebody stood at the door: judged by when it was shown. */
export const CheckIn = v.object({ entryId: Id, code: Code })
export const CheckedIn = v.object({ stationId: Id, stationName: v.string(), visitId: Id })
export const OneVisit = v.object({ visitId: Id })

/** A kiosk holds what a phone showed it to the server, before it opens. */
export const Admit = v.object({ entryId: Id, proof: Code })
export const Admitted = v.object({ visitId: Id, isOpen: v.boolean() })
/**
 * A kiosk has opened by its own judgement; a fact, told when there is a network. `isOpen` false: its lock
 * would not, or did not answer.
 */
export const RecordEntry = v.object({
  entryId: Id,
  proof: Code,
  at: Instant,
  isOpen: v.optional(v.boolean()),
})
/** What became of a lock that was told to open. */
export const NoteUnlock = v.object({ entryId: Id, isOpen: v.boolean() })

/** The public key of a device, P-256 compressed, base64url: the pass is for it alone. */
const DeviceKey = v.pipe(v.string(), v.regex(/^[\w-]{44}$/))
export const GivePass = v.object({ deviceKey: DeviceKey })
export const GivenPass = v.object({ pass: v.string(), expires: Instant })
/** A tablet's own key; the grant (base64url) says that it may open its station's lock for a day. */
export const GrantDoor = v.object({ deviceKey: DeviceKey })
export const GrantedDoor = v.object({ grant: v.string(), issued: Instant, expires: Instant })

/** Two taps: what, and where. `supply`: which shelf is empty. */
export const ReportFault = v.object({
  faultId: Id,
  stationId: Id,
  kind: v.picklist(faultKinds),
  supply: v.optional(v.picklist(supplies)),
  words: textOf(0, 300),
})
export const AnswerFault = v.object({ faultId: Id, words: Words, isMended: v.boolean() })

/** What a keeper says about a station; only what is named changes. */
export const Keep = v.object({
  stationId: Id,
  /** Null: open by its hours again. */
  shut: v.optional(v.nullable(v.object({ words: Words }))),
  hours: v.optional(v.object({ week: Week, exceptions: Exceptions })),
  heads: v.optional(whole(0, 500)),
  supplies: v.optional(Supplies),
  notice: v.optional(textOf(0, 300)),
  photo: v.optional(PhotoHash),
  /** The keeper has tried the door: it is not doubtful any more. */
  isDoorFine: v.optional(v.literal(true)),
})
export type Keep = v.InferOutput<typeof Keep>

/** Whose: an organiser knows a phone number. */
export const Suspend = v.object({ phone: Phone, until: Instant, words: Words })
export const Unsuspend = v.object({ accountId: Id })
/** A one-time code with which a tablet becomes the kiosk of a station. */
export const InviteKiosk = v.object({ inviteId: Id, stationId: Id, label: textOf(1, 20) })
export const OneKiosk = v.object({ kioskId: Id })

/** A station in the list of all: small, and enough to show it without a network. */
export const StationRow = v.object({
  id: Id,
  number: v.number(),
  name: v.string(),
  kind: v.picklist(stationKinds),
  address: v.string(),
  latitude: v.number(),
  longitude: v.number(),
  facilities: v.number(), // Bits of `facilities`.
  week: v.number(), // Which of the list's `weeks`.
  exceptions: v.optional(Exceptions),
  isSelfService: v.boolean(),
  shut: v.optional(v.string()), // Why the keeper has closed it for now.
  isDoubtful: v.optional(v.literal(true)),
})
export type StationRow = v.InferOutput<typeof StationRow>
export const Stations = v.object({ stations: v.array(StationRow), weeks: v.array(Week) })
export type Stations = v.InferOutput<typeof Stations>
/** How many are inside, by station number; an estimate. Stations with nobody are absent. */
export const Heads = v.record(v.string(), v.number())

export const NEAR_MAX = 10
export const NearInput = v.object({ place: Place, needs: v.optional(v.array(v.picklist(needs)), []) })
export const NearStations = v.array(
  v.object({
    id: Id,
    name: v.string(),
    address: v.string(),
    latitude: v.number(),
    longitude: v.number(),
    metres: v.number(),
    state: v.picklist(stationStates),
  }),
)

/** Pictures of the map where the city has them (a Leaflet URL template); null: outlines and dots only. */
export const MapTiles = v.object({
  tiles: v.nullable(v.object({ url: v.string(), attribution: v.string() })),
})

export const OneStation = v.object({ stationId: Id })
const Fault = v.object({
  id: Id,
  kind: v.picklist(faultKinds),
  supply: v.nullable(v.picklist(supplies)),
  words: v.string(),
  at: Instant,
  answer: v.nullable(v.string()),
  answeredAt: v.nullable(Instant),
  isMended: v.boolean(),
})
export type Fault = v.InferOutput<typeof Fault>
// `countedAt`: when the keeper last counted.
const HeadsEstimate = v.object({ count: v.number(), countedAt: v.nullable(Instant) })
export const StationView = v.object({
  ...v.omit(StationRow, ['week', 'exceptions', 'shut', 'isDoubtful']).entries,
  areaName: v.string(),
  week: Week,
  exceptions: Exceptions,
  shut: v.nullable(v.string()),
  isDoubtful: v.boolean(),
  notice: v.string(),
  photo: v.nullable(PhotoRef),
  supplies: Supplies,
  suppliesAt: v.nullable(Instant),
  heads: HeadsEstimate,
  lastOpenedAt: v.nullable(Instant), // The last time that somebody got in.
  faults: v.array(Fault), // Open ones, and those mended in the last week.
})
export type StationView = v.InferOutput<typeof StationView>

/** One visit: when it was noticed, by which records, and what is odd about it. */
const Visit = v.object({
  id: Id,
  stationId: Id,
  stationName: v.string(),
  enteredAt: Instant,
  leftAt: v.nullable(Instant),
  byDoor: v.boolean(),
  byPhone: v.boolean(),
})
export type Visit = v.InferOutput<typeof Visit>
export const VISITS_PAGE_MAX = 50
export const MyVisitsInput = v.object({ before: v.optional(Instant) })
export const MyVisits = v.object({ visits: v.array(Visit), hasMore: v.boolean() })

/** What became of an entry just asked for. `nearest`: where to go instead when the door stayed shut. */
export const OneEntry = v.object({ entryId: Id })
export const EntryState = v.object({
  state: v.picklist(['opening', 'open', 'failed', 'unknown']),
  nearest: v.nullable(v.object({ id: Id, name: v.string(), metres: v.number() })),
})

/** One keeper's stations. */
export const StationDesk = v.object({
  stations: v.array(
    v.object({
      station: StationView,
      today: v.object({ visits: v.number(), failures: v.number(), byHour: v.array(v.number()) }), // 24 of them, Shanghai hours.
      flagged: v.array(
        v.object({ visitId: Id, at: Instant, flag: v.picklist(['twoPlaces', 'revoked', 'clock']) }),
      ),
      kiosks: v.array(v.object({ id: Id, label: v.string(), seenAt: v.nullable(Instant) })),
    }),
  ),
})
export type StationDesk = v.InferOutput<typeof StationDesk>

/** The organiser's book of stations: totals, tablets, and one-time codes that are still good. */
export const StationBook = v.object({
  totals: v.object({
    stations: v.number(),
    open: v.number(),
    doubtful: v.number(),
    visitsToday: v.number(),
    visitsWeek: v.number(),
    visitsAll: v.number(),
  }),
  districts: v.array(
    v.object({ areaId: v.string(), name: v.string(), stations: v.number(), visitsWeek: v.number() }),
  ),
  kiosks: v.array(
    v.object({
      id: Id,
      stationId: Id,
      stationName: v.string(),
      label: v.string(),
      pairedAt: Instant,
      seenAt: v.nullable(Instant),
    }),
  ),
  invites: v.array(
    v.object({
      id: Id,
      stationId: Id,
      stationName: v.string(),
      label: v.string(),
      code: v.string(),
      until: Instant,
    }),
  ),
  suspended: v.array(v.object({ accountId: Id, name: v.string(), until: Instant, words: v.string() })),
})
export type StationBook = v.InferOutput<typeof StationBook>

/**
 * What a kiosk without a network can do about its door. `simulated`: its picture is the lock. `city`:
 * nothing, only the server reaches the
 * lock. `local`: tell the lock itself, at the station's own broker; grants issued before `grantsFrom` hold no
 * more.
 */
const KioskLock = v.variant('kind', [
  v.object({ kind: v.literal('simulated') }),
  v.object({ kind: v.literal('city') }),
  v.object({
    kind: v.literal('local'),
    url: v.string(),
    username: v.string(),
    password: v.string(),
    unlockTopic: v.string(),
    ackTopic: v.string(),
    grantsFrom: Instant,
  }),
])

/** What a kiosk must know to work, with a network and without. */
export const KioskView = v.object({
  station: v.object({
    id: Id,
    number: v.number(),
    name: v.string(),
    week: Week,
    exceptions: Exceptions,
    isSelfService: v.boolean(),
    shut: v.nullable(v.string()),
    isDoubtful: v.boolean(),
    groups: v.number(),
    notice: v.string(),
  }),
  // Ed25519, base64url: what passes are checked by.
  keys: v.array(v.object({ id: v.number(), publicKey: v.string() })),
  revoked: v.array(v.string()), // Holders whose passes hold no more, 16 hexadecimal digits each.
  asOf: Instant, // When this list was true.
  origin: v.string(), // Where the link in the door code leads.
  // The last entry in the last minute.
  opening: v.nullable(v.object({ entryId: Id, at: Instant, isOpen: v.boolean() })),
  lock: KioskLock,
})
export type KioskView = v.InferOutput<typeof KioskView>

/**
 * A tablet becomes a kiosk. It is told the key of its door codes (HMAC-SHA-256, base64url) now and never
 * again.
 */
export const PairKiosk = v.object({ code: v.pipe(v.string(), v.regex(/^\d{8}$/)) })
export interface PairedKiosk { readonly me: Me, readonly doorKey: string }
