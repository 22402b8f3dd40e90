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

/** What the city rules, as the server said last; what is built in for a phone that never heard it. */
export function useCityRules(): ComputedRef<CityRules> {
  const { answer } = useAnswer('rulings.inForce', () => ({}))
  // An answer that the phone stored may be older than a cap or a rule.
  return computed(() => {
    const { caps, ...others } = answer.value ?? builtIn
    return { ...builtIn, ...others, caps: { ...builtIn.caps, ...caps } }
  })
}
