import type { Feature } from '#server/sync/feature.ts'
import type { announcementsCommands, announcementsQueries } from '#shared/announcements/commands.ts'
import { currentAnnouncements, deskAnnouncements, exportAnnouncements } from './answers.ts'
import { endAnnouncement, publishAnnouncement } from './publish.ts'

export const announcementsFeature = {
  commands: {
    'announcements.publish': publishAnnouncement,
    'announcements.end': endAnnouncement,
  },
  queries: {
    'announcements.now': currentAnnouncements,
    'announcements.desk': deskAnnouncements,
  },
  tasks: {},
  photos: null,
  // Announcements stay, published by an account without a name.
  personal: { export: { announcements: exportAnnouncements }, erase: null },
} satisfies Feature<keyof typeof announcementsCommands, keyof typeof announcementsQueries>
