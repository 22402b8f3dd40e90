import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { everyone } from '#shared/identity/roles.ts'
import { Nothing, PageRange } from '#shared/kernel/fields.ts'
import * as schemas from './schemas.ts'

export const noticesCommands = {
  'notices.read': {
    input: schemas.ReadNotices,
    result: Nothing,
    offline: true,
    by: everyone,
    limit: { hour: 240, day: 1200 },
  },
  'notices.subscribe': {
    input: schemas.SubscribePush,
    result: Nothing,
    offline: false,
    by: everyone,
    limit: { hour: 20, day: 60 },
  },
  'notices.unsubscribe': {
    input: schemas.UnsubscribePush,
    result: Nothing,
    offline: false,
    by: everyone,
    limit: { hour: 20, day: 60 },
  },
} as const satisfies CommandSpecs

export const noticesQueries = {
  'notices.mine': { input: PageRange, output: schemas.Notices, cached: true, by: everyone },
  'notices.pushKey': { input: Nothing, output: schemas.PushKey, by: everyone },
} as const satisfies QuerySpecs
