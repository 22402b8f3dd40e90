import { onScopeDispose, watchEffect } from 'vue'

/**
 * Writes below each printed page what it is of, and its number, on white in any theme. As a stylesheet of the
 * script's own, for the page allows no styles that stand in its text. Safari before 16.4 has none and prints
 * without.
 */
export function useEachPage(said: () => string): void {
  if (!('adoptedStyleSheets' in document)) return
  const sheet = new CSSStyleSheet()
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  watchEffect(() => sheet.replaceSync(`@page {
    size: A4;
    margin: 14mm 12mm 18mm;
    @bottom-left { content: ${JSON.stringify(said())}; font: 8pt sans-serif; color: #555; }
    @bottom-right { content: counter(page) ' / ' counter(pages); font: 8pt sans-serif; color: #555; }
  }
  @media print { :root, :root[data-theme] body { background: #fff !important; } }`))
  onScopeDispose(() => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter(each => each !== sheet)
  })
}
