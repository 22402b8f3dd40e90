import type { Feature } from '#server/sync/feature.ts'
import type { doorsCommands, doorsQueries } from '#shared/doors/commands.ts'
import { stationBook } from './book/station-book.ts'
import { admit } from './entering/admit.ts'
import { checkIn } from './entering/check-in.ts'
import { enterStation, entryState } from './entering/enter.ts'
import { leaveStation, myVisits } from './entering/my-visits.ts'
import { noteUnlock } from './entering/note-unlock.ts'
import { recordEntry } from './entering/record-entry.ts'
import { grantDoor } from './kiosks/grant-door.ts'
import { kioskView } from './kiosks/kiosk-view.ts'
import { inviteKiosk, unpairKiosk } from './kiosks/pairing.ts'
import { givePass } from './passes/give-pass.ts'
import { suspendPerson, unsuspendPerson } from './passes/suspend.ts'
import { eraseStays, exportStays } from './personal.ts'
import { answerForLocks } from './tasks.ts'

export const doorsFeature = {
  commands: {
    'stations.enter': enterStation,
    'stations.checkIn': checkIn,
    'stations.leave': leaveStation,
    'stations.givePass': givePass,
    'stations.grantDoor': grantDoor,
    'stations.admit': admit,
    'stations.recordEntry': recordEntry,
    'stations.noteUnlock': noteUnlock,
    'stations.suspend': suspendPerson,
    'stations.unsuspend': unsuspendPerson,
    'stations.inviteKiosk': inviteKiosk,
    'stations.unpair': unpairKiosk,
  },
  queries: {
    'stations.book': stationBook,
    'stations.myVisits': myVisits,
    'stations.entry': entryState,
    'stations.kiosk': kioskView,
  },
  tasks: { answerForLocks: { when: '50 * * * * *', run: answerForLocks, isDueAtStart: true } },
  photos: null,
  personal: { export: { stays: exportStays }, erase: eraseStays },
} satisfies Feature<keyof typeof doorsCommands, keyof typeof doorsQueries>
