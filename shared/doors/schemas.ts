import type { Me } from '#shared/identity/schemas.ts'
import { codeOf, Phone } from '#shared/kernel/digits.ts'
import {
  AreaCode,
  ClockReading,
  Id,
  Instant,
  scannedOf,
  SOUGHT_WORDS_MAX,
  textOf,
} from '#shared/kernel/fields.ts'
import { stationKinds, stationStates } from '#shared/stations/rules.ts'
import { Exceptions, Longer, Week } from '#shared/stations/schemas.ts'
import * as v from 'valibot'

/** What a camera read: a door code's link, or the text of a proof. */
const Code = scannedOf(400)

/** `code`: a door code that is on the kiosk's screen now. */
export const Enter = v.object({ entryId: Id, code: Code })
/** `isOpen` false: the lock has not answered yet; ask `stations.entry`. */
export const Entered = v.object({ stationId: Id, stationName: v.string(), visitId: Id, isOpen: v.boolean() })
/**
 * A door code saved without a network, which proves that somebody stood there; judged by when it was shown.
 */
export const CheckIn = v.object({ entryId: Id, code: Code })
export const CheckedIn = v.object({ stationId: Id, stationName: v.string(), visitId: Id })
export const OneVisit = v.object({ visitId: Id })

/** `proof`: what a phone showed to an online kiosk, which asks the server before it opens. */
export const Admit = v.object({ entryId: Id, proof: Code })
export const Admitted = v.object({ visitId: Id, isOpen: v.boolean() })
/**
 * An entry that a kiosk decided without a network, sent later. `isOpen` false: its lock refused, or did not
 * answer.
 */
export const RecordEntry = v.object({
  entryId: Id,
  proof: Code,
  at: ClockReading,
  isOpen: v.optional(v.boolean()),
})
/** Whether a lock that was asked to open did. */
export const NoteUnlock = v.object({ entryId: Id, isOpen: v.boolean() })

/** The public key of a device, P-256 compressed, base64url; the pass is valid with this device only. */
const DeviceKey = v.pipe(v.string(), v.regex(/^[\w-]{44}$/))
export const GivePass = v.object({ deviceKey: DeviceKey })
export const GivenPass = v.object({ pass: v.string(), expires: Instant })
/** The kiosk's own key. `grant` (base64url): with it that key opens the station's lock for a day. */
export const GrantDoor = v.object({ deviceKey: DeviceKey })
export const GrantedDoor = v.object({ grant: v.string(), issued: Instant, expires: Instant })

/**
 * Names the person by phone number, which is what an admin knows. `seen`: when the suspension began that the
 * admin saw (ms); 0: none.
 */
export const Suspend = v.object({
  phone: Phone,
  until: Instant,
  words: textOf(1, 300),
  seen: v.optional(Instant),
})
export const Unsuspend = v.object({ accountId: Id, seen: v.optional(Instant) })
/** Asks for a one-time code that pairs a kiosk with a station. */
export const InviteKiosk = v.object({ inviteId: Id, stationId: Id, label: textOf(1, 20) })
export const OneKiosk = v.object({ kioskId: Id })

/** `byDoor`, `byPhone`: whether a kiosk or the phone recorded it. */
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
export const MyVisits = v.object({ visits: v.array(Visit), hasMore: v.boolean() })

/** How an entry just asked for ended. `nearest`: an open station nearby, if the door stayed shut. */
export const OneEntry = v.object({ entryId: Id })
export const EntryState = v.object({
  state: v.picklist(['opening', 'open', 'failed', 'unknown']),
  nearest: v.nullable(v.object({ id: Id, name: v.string(), metres: v.number() })),
})

/** What the book's stations are narrowed by; its totals and its tablets stay those of all. */
export const FindStations = v.object({
  kind: v.optional(v.picklist(stationKinds)),
  state: v.optional(v.picklist(stationStates)),
  areaId: v.optional(AreaCode),
  text: v.optional(textOf(1, SOUGHT_WORDS_MAX)),
})
/**
 * The book of stations: totals and kiosks of one's area; for admins also the valid pairing codes and
 * suspended people.
 */
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
  /** By number. */
  stations: v.array(v.object({
    id: Id,
    number: v.number(),
    name: v.string(),
    kind: v.picklist(stationKinds),
    address: v.string(),
    areaId: v.optional(AreaCode), // Absent from older servers, as what follows.
    areaName: v.string(),
    // From here to `version` for files, which can be imported again.
    latitude: v.optional(v.number()),
    longitude: v.optional(v.number()),
    isSelfService: v.optional(v.boolean()),
    groups: v.optional(v.number()), // Bits of who may come in by code.
    facilities: v.optional(v.number()), // Bits.
    week: v.optional(Week),
    version: v.optional(Instant), // When any of these columns was changed last; 0: never.
    state: v.picklist(stationStates),
    keepers: v.array(v.string()), // Their names.
    kiosks: v.number(),
    visitsToday: v.number(),
    visitsWeek: v.number(),
  })),
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
  suspended: v.array(v.object({
    accountId: Id,
    name: v.string(),
    until: Instant,
    words: v.string(),
    at: v.optional(Instant), // Since when.
  }),
  ),
})
export type StationBook = v.InferOutput<typeof StationBook>

/**
 * How a kiosk without a network reaches its lock. `simulated`: its screen is the lock; `city`: only the
 * server reaches the lock; `local`: the kiosk unlocks at the station's own broker, with a grant issued at
 * `grantsFrom` or later.
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

/** Everything that a kiosk needs to work, also without a network. */
export const KioskView = v.object({
  station: v.object({
    id: Id,
    number: v.number(),
    name: v.string(),
    week: Week,
    exceptions: Exceptions,
    longer: v.optional(Longer), // Longer hours by announcements, also without a network.
    isSelfService: v.boolean(),
    shut: v.nullable(v.string()),
    isDoubtful: v.boolean(),
    groups: v.number(),
    notice: v.string(),
    phone: v.optional(v.string()),
  }),
  // Ed25519, base64url; for checking passes.
  keys: v.array(v.object({ id: v.number(), publicKey: v.string() })),
  revoked: v.array(v.string()), // Holders of revoked passes, 16 hexadecimal digits each.
  asOf: Instant, // When `revoked` was read.
  origin: v.string(), // Where the link in the door code leads.
  // The last entry in the last minute.
  // `guest`: a courier's family name, to greet them by at the door.
  opening: v.nullable(v.object({
    entryId: Id,
    at: Instant,
    isOpen: v.boolean(),
    guest: v.optional(v.string()),
  })),
  lock: KioskLock,
})
export type KioskView = v.InferOutput<typeof KioskView>

/** Pairs a kiosk. `doorKey`: the key of its door codes (HMAC-SHA-256, base64url), sent only now. */
export const PairKiosk = v.object({ code: codeOf(8) })
export interface PairedKiosk { readonly me: Me, readonly doorKey: string }
