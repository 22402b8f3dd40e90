import type { Feature } from '#server/sync/feature.ts'
import type { pointsCommands, pointsQueries } from '#shared/points/commands.ts'
import { correctPoints } from './correct-points.ts'
import { decideCorrection } from './decide-correction.ts'
import { exportPoints } from './export.ts'
import { lapsePoints } from './lapse-points.ts'
import { ledgerPage } from './ledger-page.ts'
import { myPoints } from './my-points.ts'
import { pointsDesk } from './points-desk.ts'
import { raiseAlarm } from './raise-alarm.ts'
import { remindOfLapse } from './remind-of-lapse.ts'
import { setCap } from './set-cap.ts'
import { checkLedger, lapseDuePoints, nudgeNewDay, remindOfLapses } from './tasks.ts'

export const pointsFeature = {
  commands: {
    'points.correct': correctPoints,
    'points.approveCorrection': decideCorrection,
    'points.setCap': setCap,
    'points.lapse': lapsePoints,
    'points.remind': remindOfLapse,
    'points.raiseAlarm': raiseAlarm,
  },
  queries: {
    'points.mine': myPoints,
    'points.desk': pointsDesk,
    'points.ledger': ledgerPage,
  },
  tasks: {
    beginPointsDay: { when: '0 * * * * *', run: nudgeNewDay },
    lapsePoints: { when: '0 1 0 * * *', run: lapseDuePoints },
    remindOfLapses: { when: '0 0 10 * * *', run: remindOfLapses },
    checkLedger: { when: '0 40 3 * * *', run: checkLedger },
  },
  photos: null,
  // The ledger never changes: an erased person's transfers stay, under an id without a name.
  personal: { export: { points: exportPoints }, erase: null },
} satisfies Feature<keyof typeof pointsCommands, keyof typeof pointsQueries>
