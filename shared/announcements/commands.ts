import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { anyone } from '#shared/identity/roles.ts'
import { Nothing } from '#shared/kernel/fields.ts'
import * as schemas from './schemas.ts'

const desks = ['staff', 'admin'] as const

export const announcementsCommands = {
  'announcements.publish': {
    input: schemas.PublishAnnouncement,
    result: Nothing,
    offline: false,
    by: desks,
    audited: true,
    limit: { hour: 30, day: 100 },
  },
  'announcements.end': {
    input: schemas.EndAnnouncement,
    result: Nothing,
    offline: false,
    by: desks,
    audited: true,
    limit: { hour: 30, day: 100 },
  },
} as const satisfies CommandSpecs

export const announcementsQueries = {
  // Not `cached`: somebody's area changes by commands that don't nudge announcements.
  'announcements.now': { input: Nothing, output: schemas.CurrentAnnouncements, by: anyone },
  'announcements.desk': { input: schemas.FindAnnouncements, output: schemas.DeskAnnouncements, by: desks },
} as const satisfies QuerySpecs
