import type { Plugin } from 'vite'

const sheet = /\s*<link rel="stylesheet"[^>]*>/g

/**
 * Puts the style sheet after the skeleton, which would otherwise wait for it; scripts still run only once it
 * is there.
 */
export function skeletonFirst(): Plugin {
  return {
    name: 'skeleton-first',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html) {
        const sheets = html.match(sheet)?.join('') ?? ''
        return html.replace(sheet, '').replace(/(\s*)<noscript>/, `${sheets}$1<noscript>`)
      },
    },
  }
}
