import { Id } from '#shared/kernel/fields.ts'
import { CounterHours } from '#shared/stations/schemas.ts'
import * as v from 'valibot'

/** A station as a place to pick orders up; `counter` is included for a single item or order. */
export const Spot = v.object({
  id: Id,
  name: v.string(),
  address: v.string(),
  latitude: v.number(),
  longitude: v.number(),
  counter: v.optional(CounterHours),
})
export type Spot = v.InferOutput<typeof Spot>
