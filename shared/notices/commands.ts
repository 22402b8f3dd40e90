import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { roles as everyone } from '#shared/identity/roles.ts'
import { Nothing } from '#shared/kernel/fields.ts'
import { Notices, NoticesInput, PushKey, ReadNotices, SubscribePush, UnsubscribePush } from './schemas.ts'

export const noticesCommands = {
  'notices.read': { input: ReadNotices, result: Nothing, offline: true, by: everyone },
  'notices.subscribe': { input: SubscribePush, result: Nothing, offline: false, by: everyone },
  'notices.unsubscribe': { input: UnsubscribePush, result: Nothing, offline: false, by: everyone },
} as const satisfies CommandSpecs

export const noticesQueries = {
  'notices.mine': { input: NoticesInput, output: Notices, cached: true, by: everyone },
  'notices.pushKey': { input: Nothing, output: PushKey, by: everyone },
} as const satisfies QuerySpecs
