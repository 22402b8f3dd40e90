/* Runs before the first paint, so that nobody is dazzled at night; client/app/theme.ts takes over from here. */
(function () {
  let kept = {}
  try {
    kept = JSON.parse(localStorage.getItem('little-bee-theme')) || {}
  }
  catch {
    // Storage is closed to us: the phone's own theme, then.
  }
  const dark = kept.theme === 'dark' || (kept.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  const root = document.documentElement
  root.dataset.theme = dark && kept.care !== true ? 'dark' : 'light'
  if (kept.care === true) root.dataset.care = ''
})()
