import type { Ref } from 'vue'
import { computed, ref } from 'vue'

/**
 * A choice of which one value is asked about before it counts: `shown` has it while `isAsking`. `confirm`
 * makes it the choice; setting `isAsking` to false leaves the one before.
 */
export function useAskedChoice<Value>(choice: Ref<Value>, asked: Value) {
  const isAsking = ref(false)
  const shown = computed({
    get: () => isAsking.value ? asked : choice.value,
    set: (value) => {
      isAsking.value = value === asked && choice.value !== asked
      if (!isAsking.value) choice.value = value
    },
  })
  function confirm() {
    choice.value = asked
    isAsking.value = false
  }
  return { shown, isAsking, confirm }
}
