import type { Station } from '#server/core/stations/index.ts'
import type { StationFacts } from '#shared/stations/rules.ts'

/** What a station's state follows from, as the shared rules read it. */
export const factsOf = ({
  week,
  exceptions,
  isSelfService,
  shutWords,
  doubtfulSince,
}: Pick<Station, 'week' | 'exceptions' | 'isSelfService' | 'shutWords' | 'doubtfulSince'>): StationFacts => ({
  hours: { week, exceptions },
  isSelfService,
  isShut: shutWords !== null,
  isDoubtful: doubtfulSince !== null,
})
