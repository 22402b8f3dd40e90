import type { Answer } from '#shared/queries.ts'
import type { InjectionKey, Ref } from 'vue'
import { useAnswer } from '#client/sync/ask.ts'
import { computed, inject, provide, ref } from 'vue'

interface KnownPlaces {
  readonly stations: Ref<Answer<'stations.all'>['stations']>
  /** By code; empty until something on the page says areas. */
  readonly areas: Ref<ReadonlyMap<string, string>>
  readonly saysAreas: Ref<boolean>
}
const key: InjectionKey<KnownPlaces> = Symbol('known places')

/**
 * What places are said by: the stations saved on the phone and, with `saysAreas`, the areas. What is inside a
 * page shares those that the page has read: hundreds of stations would be read anew for each row.
 */
export function useKnownPlaces({ saysAreas = false } = {}): KnownPlaces {
  const ofPage = inject(key, null)
  if (ofPage) {
    ofPage.saysAreas.value ||= saysAreas
    return ofPage
  }
  const areSaid = ref(saysAreas)
  const { answer } = useAnswer('stations.all', {})
  const { answer: tree } = useAnswer('areas.tree', () => areSaid.value ? {} : null)
  const known = {
    stations: computed(() => answer.value?.stations ?? []),
    areas: computed(() => new Map(tree.value ?? [])),
    saysAreas: areSaid,
  }
  provide(key, known)
  return known
}
