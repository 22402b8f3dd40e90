import type { Me } from '#shared/identity/schemas.ts'
import { Id, Instant, Phone, textOf } from '#shared/kernel/fields.ts'
import { Exceptions, Week } from '#shared/stations/schemas.ts'
import * as v from 'valibot'

/** What a camera read: a door code's link, or the text of a proof. */
const Code = v.pipe(v.string(), v.maxLength(400))

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

/** Whose: an organiser knows a phone number. */
export const Suspend = v.object({ phone: Phone, until: Instant, words: textOf(1, 300) })
export const Unsuspend = v.object({ accountId: Id })
/** A one-time code with which a tablet becomes the kiosk of a station. */
export const InviteKiosk = v.object({ inviteId: Id, stationId: Id, label: textOf(1, 20) })
export const OneKiosk = v.object({ kioskId: Id })

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
 * nothing, only the server reaches the lock. `local`: tell the lock itself, at the station's own broker;
 * grants issued before `grantsFrom` hold no more.
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
