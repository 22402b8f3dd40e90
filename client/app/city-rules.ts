import type { CityRules } from '#shared/rulings/schemas.ts'
import type { ComputedRef } from 'vue'
import { useAnswer } from '#client/sync/ask.ts'
import { builtInCaps, builtInHours, builtInPoints } from '#shared/points/rules.ts'
import { builtInLimits } from '#shared/reports/limits.ts'
import { computed } from 'vue'

const builtIn: CityRules = {
  limits: builtInLimits,
  points: builtInPoints,
  caps: builtInCaps,
  volunteering: builtInHours,
  voices: [],
}

/** The city's rulings as the server last answered; on a phone without an answer, the built-in defaults. */
export function useCityRules(): ComputedRef<CityRules> {
  const { answer } = useAnswer('rulings.inForce', () => ({}))
  // A saved answer may lack a cap or a rule that a newer version of the app has.
  return computed(() => {
    const { caps, ...others } = answer.value ?? builtIn
    return { ...builtIn, ...others, caps: { ...builtIn.caps, ...caps } }
  })
}
