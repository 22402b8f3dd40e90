import { useSession } from '#client/app/session/session.ts'
import { ref } from 'vue'

/** Filters under a name; `query` is an address's query without the question mark. */
export interface SavedView { readonly name: string, readonly query: string }
const MOST = 20

const isView = (value: unknown): value is SavedView => typeof value === 'object' && value !== null
  && typeof (value as SavedView).name === 'string' && typeof (value as SavedView).query === 'string'

function read(key: string): SavedView[] {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(key) ?? '[]')
    return Array.isArray(saved) ? saved.filter(isView) : []
  }
  catch {
    return [] // Storage is blocked, or what it holds is no JSON.
  }
}

/**
 * Views of the queue that somebody saved on this computer, by account. They hold filters alone, never words
 * that were sought, so they say nothing of anybody.
 */
export function useSavedViews() {
  const key = `little-bee-console-views-${useSession().accountId}`
  const saved = ref(read(key))
  function write(next: SavedView[]) {
    saved.value = next.slice(0, MOST)
    try {
      localStorage.setItem(key, JSON.stringify(saved.value))
    }
    catch {
      // Storage is blocked or full: the views last as long as the page.
    }
  }
  const others = (name: string) => saved.value.filter(each => each.name !== name)
  return {
    saved,
    save: (view: SavedView) => write([view, ...others(view.name)]),
    drop: (name: string) => write(others(name)),
  }
}
