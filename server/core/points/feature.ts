import type { Feature } from '#server/sync/feature.ts'
import type { pointsCommands, pointsQueries } from '#shared/points/commands.ts'
import { setCap } from './caps.ts'
import { raiseAlarm } from './check.ts'
import { correctPoints, decideCorrection } from './corrections.ts'
import { lapsePoints, remindOfLapse } from './lapse.ts'
import { ledgerPage } from './ledger-page.ts'
import { exportPoints, myPoints } from './my-points.ts'
import { pointsDesk } from './points-desk.ts'
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
