import { reactive, watch } from 'vue'

export type Theme = 'auto' | 'light' | 'dark'
/** Shared with the script in index.html, which reads it before the first paint. */
const KEPT_UNDER = 'little-bee-theme'
const BARS = { light: '#ededed', dark: '#111111' }

interface Choice { theme: Theme, care: boolean }

function kept(): Choice {
  try {
    const { theme, care } = JSON.parse(localStorage.getItem(KEPT_UNDER) ?? '{}') as Partial<Choice>
    return { theme: theme === 'light' || theme === 'dark' ? theme : 'auto', care: care === true }
  }
  catch {
    return { theme: 'auto', care: false } // Storage is closed to us, or holds something else.
  }
}

const choice = reactive<Choice>(kept())
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

function keep() {
  apply()
  try {
    localStorage.setItem(KEPT_UNDER, JSON.stringify(choice))
  }
  catch {
    // It holds until the app is closed, then.
  }
}

/** Follows the phone and what was set by hand, from now on; call once. */
export function followTheme() {
  apply()
  phoneIsDark.addEventListener('change', apply)
  watch(choice, keep)
}

/** What was chosen by hand: set `theme` or `care` and the whole app changes. */
export const useTheme = (): Choice => choice
