import { ref } from 'vue'

const KEY = 'little-bee-favourite-stations'
const MOST = 100

function read(): string[] {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(saved) ? saved.filter(each => typeof each === 'string') : []
  }
  catch {
    return [] // Nothing can be read, or somebody else wrote it.
  }
}

/**
 * The stations with a heart, on this phone: they say where somebody rests, which is nobody else's business.
 * A phone that saves nothing keeps them until the page is closed.
 */
export function useFavourites() {
  const ids = ref(read())
  const isFavourite = (id: string) => ids.value.includes(id)

  function toggle(id: string): void {
    const rest = ids.value.filter(each => each !== id)
    ids.value = rest.length < ids.value.length ? rest : [id, ...rest].slice(0, MOST)
    try {
      localStorage.setItem(KEY, JSON.stringify(ids.value))
    }
    catch {}
  }

  return { isFavourite, toggle }
}
