import type { Feature } from '#server/sync/feature.ts'
import type { voicesCommands, voicesQueries } from '#shared/voices/commands.ts'
import { complain, deskComplaints, exportComplaints, myComplaints, reply } from './complaints.ts'

export const voicesFeature = {
  commands: {
    'voices.complain': complain,
    'voices.reply': reply,
  },
  queries: {
    'voices.mine': myComplaints,
    'desk.complaints': deskComplaints,
  },
  tasks: {},
  photos: null,
  // What was said about the programme stays; only the account's id is with it.
  personal: { export: { complaints: exportComplaints }, erase: null },
} satisfies Feature<keyof typeof voicesCommands, keyof typeof voicesQueries>
