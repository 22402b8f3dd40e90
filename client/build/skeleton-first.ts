import type { Plugin } from 'vite'

const script = '<script type="module"'
const sheet = /\s*<link rel="stylesheet"[^>]*href="\/([^"]+)"[^>]*>/

/**
 * Inlines the first screen's styles after the skeleton: in a file of their own they delayed the script and
 * the skeleton by a request. The script is fetched at low priority, because the first paint does not need it.
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
        // The build's pages ask for the sheet by its link. They find this disabled one and do not fetch it
        // again.
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
