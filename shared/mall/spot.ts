import { Id } from '#shared/kernel/fields.ts'
import { CounterHours } from '#shared/stations/schemas.ts'
import * as v from 'valibot'

/** A place where orders are picked up; `counter` where one of them is looked at. */
export const Spot = v.object({
  id: Id,
  name: v.string(),
  address: v.string(),
  latitude: v.number(),
  longitude: v.number(),
  counter: v.optional(CounterHours),
})
export type Spot = v.InferOutput<typeof Spot>
