import type { QueuedReport } from '#shared/console/schemas.ts'
import type { Ref } from 'vue'
import { mayPick } from '#client/features/reports/desk/bulk.ts'
import { computed, shallowRef } from 'vue'

/** Reports of the queue that are picked to be decided together; a report that leaves it is picked no more. */
export function usePicking(rows: Ref<readonly QueuedReport[]>, isStaff: Ref<boolean>) {
  const ids = shallowRef<ReadonlySet<string>>(new Set())
  /** The report from which Shift picks a range. */
  let anchor: string | undefined
  const pickable = computed(() => isStaff.value ? rows.value.filter(mayPick) : [])
  const chosen = computed(() => pickable.value.filter(({ id }) => ids.value.has(id)))
  const isPicked = (id: string) => chosen.value.some(row => row.id === id)

  function set(meant: readonly string[], isOn: boolean) {
    const others = [...ids.value].filter(id => !meant.includes(id))
    ids.value = new Set(isOn ? [...others, ...meant] : others)
  }
  /** False for a report that can't be decided together with others. */
  function toggle(id: string): boolean {
    if (!pickable.value.some(row => row.id === id)) return false
    anchor = id
    set([id], !isPicked(id))
    return true
  }
  /** Picks all from the last one that was picked, else from `otherwise`, to this one. */
  function pickTo(id: string, otherwise: string | undefined) {
    const placeOf = (wanted: string | undefined) => rows.value.findIndex(row => row.id === wanted)
    const from = [anchor, otherwise, id].map(placeOf).find(place => place >= 0) ?? 0
    const [first, last] = [from, placeOf(id)].sort((a, b) => a - b)
    const between = new Set(rows.value.slice(first, last! + 1).map(row => row.id))
    set(pickable.value.filter(row => between.has(row.id)).map(row => row.id), true)
  }
  function stop() {
    anchor = undefined
    ids.value = new Set()
  }
  return { pickable, chosen, isPicked, toggle, pickTo, stop }
}
