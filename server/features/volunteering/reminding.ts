import type { Transaction } from '#server/database/database.ts'
import type { CommandContext } from '#server/sync/context.ts'
import type { Activity } from './attending/led-activity.ts'

export const remindOf = async (_context: CommandContext, _activity: Activity, _accountId: string) => {}
export const forgetReminders = async (_tx: Transaction, _activityId: string, _accountId?: string) => {}
