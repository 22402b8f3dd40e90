import type { Feature } from '#server/sync/feature.ts'
import { eraseReminders, exportReminders, sendReminders } from './remind.ts'

export const remindersFeature = {
  commands: {},
  queries: {},
  tasks: { sendReminders: { when: '5 * * * * *', run: sendReminders, isDueAtStart: true } },
  photos: null,
  personal: { export: { reminders: exportReminders }, erase: eraseReminders },
} satisfies Feature

export { forget, remind, sendReminders } from './remind.ts'
