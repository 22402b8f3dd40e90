import type { Place } from '#shared/kernel/fields.ts'
import type { District } from '../districts.ts'
import type { SavedMap } from './saved-maps.ts'
import { useOnline } from '#client/app/device/network.ts'
import { say } from '#client/app/said.ts'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { districtAround, loadCity } from '../districts.ts'
import { openCityFile } from './city-file.ts'
import { bytesOf, rangesOver } from './district-ranges.ts'
import { removeMap, SAVED_BYTES_MAX, savedMaps, saveMap } from './saved-maps.ts'

/** The districts of a map file that are on the phone, and the one around `centre` that could be. */
export function useSavedMaps(url: string, centre: () => Place | undefined) {
  const archive = openCityFile(url)
  const online = useOnline()
  const districts = shallowRef<readonly District[]>([])
  const saved = shallowRef<readonly SavedMap[]>([])
  /** What saving the district around takes; undefined while that is not known. */
  const offer = shallowRef<SavedMap>()
  /** The district that is being saved, and how much of it is (0 to 1). */
  const progress = ref<{ district: string, done: number }>()
  let stopped: AbortController | undefined

  const around = computed(() => centre() && districtAround(districts.value, centre()!))
  const isFull = computed(() => {
    const others = saved.value.filter(({ district }) => district !== offer.value?.district)
    return others.reduce((sum, { bytes }) => sum + bytes, offer.value?.bytes ?? 0) > SAVED_BYTES_MAX
  })
  const refresh = async () => saved.value = await savedMaps(url)

  async function plan(name: string | undefined) {
    offer.value = undefined
    const district = districts.value.find(each => each.name === name)
    if (!district || !online.value) return
    // Without a network nothing is offered.
    const ranges = await rangesOver(district.polygons, archive).catch(() => undefined)
    if (ranges && around.value === district.name)
      offer.value = { district: district.name, bytes: bytesOf(ranges), ranges }
  }

  async function save() {
    const wanted = offer.value
    if (!wanted || progress.value) return
    stopped = new AbortController()
    const { signal } = stopped
    progress.value = { district: wanted.district, done: 0 }
    try {
      await saveMap(url, wanted, {
        signal,
        onBytes: bytes => progress.value = { district: wanted.district, done: bytes / wanted.bytes },
      })
      say(`${wanted.district}地图已存好，没网也能看`)
    }
    catch (error) {
      if (!signal.aborted) {
        say(error instanceof DOMException && error.name === 'QuotaExceededError'
          ? '手机空间不够，没有存下'
          : '没有存下，网络好些再试')
      }
    }
    progress.value = undefined
    await refresh()
  }

  async function remove(district: string) {
    await removeMap(url, district)
    await refresh()
  }

  void refresh()
  void loadCity().then(city => districts.value = city.districts, () => {})
  watch([around, online], ([name]) => void plan(name), { immediate: true })
  onScopeDispose(() => stopped?.abort())
  return { saved, offer, progress, isFull, save, stop: () => stopped?.abort(), remove }
}
