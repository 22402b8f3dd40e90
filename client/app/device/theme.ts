import { reactive, watch } from 'vue'

export type Theme = 'auto' | 'light' | 'dark'
/** The script in index.html reads the same key before the first paint. */
const STORAGE_KEY = 'little-bee-theme'
const BARS = { light: '#ededed', dark: '#111111' }

interface Choice { theme: Theme, care: boolean }

function load(): Choice {
  try {
    const { theme, care } = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '{}') as Partial<Choice>
    return { theme: theme === 'light' || theme === 'dark' ? theme : 'auto', care: care === true }
  }
  catch {
    return { theme: 'auto', care: false } // Storage is blocked or holds something else.
  }
}

const choice = reactive<Choice>(load())
const phoneIsDark = matchMedia('(prefers-color-scheme: dark)')

/** Care mode is always light, as in WeUI, for contrast. */
const shown = (): 'light' | 'dark' =>
  choice.care ? 'light' : choice.theme === 'auto' ? (phoneIsDark.matches ? 'dark' : 'light') : choice.theme

function apply() {
  const root = document.documentElement
  root.dataset.theme = shown()
  if (choice.care) root.dataset.care = ''
  else delete root.dataset.care
  document.querySelector('meta[name="theme-color"]')?.setAttribute('content', BARS[shown()])
}

function save() {
  apply()
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(choice))
  }
  catch {
    // Without storage the choice lasts until the app is closed.
  }
}

/** Applies the phone's theme and the user's choice, now and at each change, of another tab too. Call once. */
export function followTheme() {
  apply()
  phoneIsDark.addEventListener('change', apply)
  window.addEventListener('storage', ({ key }) => key === STORAGE_KEY && Object.assign(choice, load()))
  watch(choice, save)
}

/** The user's choice; setting `theme` or `care` changes the whole app. */
export const useTheme = (): Choice => choice
