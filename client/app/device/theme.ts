import { reactive, watch } from 'vue'

export type Theme = 'auto' | 'light' | 'dark'
/** Shared with the script in index.html, which reads it before the first paint. */
const STORED_AS = 'little-bee-theme'
const BARS = { light: '#ededed', dark: '#111111' }

interface Choice { theme: Theme, care: boolean }

function saved(): Choice {
  try {
    const { theme, care } = JSON.parse(localStorage.getItem(STORED_AS) ?? '{}') as Partial<Choice>
    return { theme: theme === 'light' || theme === 'dark' ? theme : 'auto', care: care === true }
  }
  catch {
    return { theme: 'auto', care: false } // The browser allows no storage, or it holds something else.
  }
}

const choice = reactive<Choice>(saved())
const phoneIsDark = matchMedia('(prefers-color-scheme: dark)')

/** Care mode is a light one, as WeUI has it: it is about contrast first. */
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
    localStorage.setItem(STORED_AS, JSON.stringify(choice))
  }
  catch {
    // Where the browser allows no storage, the choice holds until the app is closed.
  }
}

/** Applies the phone's theme and what was chosen by hand, now and on every change; call once. */
export function followTheme() {
  apply()
  phoneIsDark.addEventListener('change', apply)
  watch(choice, save)
}

/** What was chosen by hand: set `theme` or `care` and the whole app changes. */
export const useTheme = (): Choice => choice
