import type { Plugin } from 'vite'

const sheet = /\s*<link rel="stylesheet"[^>]*href="\/([^"]+)"[^>]*>/

/**
 * Puts the first screen's styles into the page, after the skeleton, which would otherwise wait for them. In a
 * file of their own they held up the script by a connection.
 */
export function skeletonFirst(): Plugin {
  return {
    name: 'skeleton-first',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const [link, file] = sheet.exec(html) ?? []
        const asset = bundle[file ?? '']
        if (link === undefined || asset?.type !== 'asset') throw new Error('the first screen has no styles')
        // Pages name the sheet among what they need; found here, disabled, it is not fetched a second time.
        const named = link.trim().replace('>', ' disabled>')
        const inside = `${named}<style>${String(asset.source).trim()}</style>`
        return html.replace(link, '').replace(/(\s*)<noscript>/, (noscript, space) => space + inside + noscript)
      },
    },
  }
}
