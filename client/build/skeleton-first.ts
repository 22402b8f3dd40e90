import type { Plugin } from 'vite'

const script = '<script type="module"'
const sheet = /\s*<link rel="stylesheet"[^>]*href="\/([^"]+)"[^>]*>/

/**
 * Puts the first screen's styles into the page, after the skeleton, which would otherwise wait for them. In a
 * file of their own they held up the script by a connection. The script is asked for at low priority: the
 * paint needs nothing of it.
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
        if (!html.includes(script)) throw new Error('the first screen has no script')
        return html
          .replace(link, '')
          .replace(script, `${script} fetchpriority="low"`)
          .replace(/(\s*)<noscript>/, (noscript, space) => space + inside + noscript)
      },
    },
  }
}
