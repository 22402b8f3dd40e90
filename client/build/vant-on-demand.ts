import type { Plugin } from 'vite'

/** An empty module: no part of Vant that the app uses draws one of its icons. */
const NO_ICONS = '\0no-icons'
const imports = /import\s*\{([^}]*)\}\s*from\s*['"]vant['"]/g
/** Functions bring the style of the part they open. */
const partOf: Record<string, string> = {
  showToast: 'Toast',
  showLoadingToast: 'Toast',
  showSuccessToast: 'Toast',
  showFailToast: 'Toast',
  showDialog: 'Dialog',
  showConfirmDialog: 'Dialog',
  showNotify: 'Notify',
  showImagePreview: 'ImagePreview',
}
const silent = /^(?:close|set|reset|allow|Locale|type\s)/

const kebab = (name: string) => name.replace(/(?!^)[A-Z]/g, letter => `-${letter}`).toLowerCase()

/**
 * Vant one part at a time: each name imported from `vant` brings its own style, without its icon font.
 */
export function vantOnDemand(): Plugin {
  return {
    name: 'vant-on-demand',
    transform: {
      filter: {
        id: { include: [/\/client\/.*\.(?:ts|vue)$/], exclude: [/node_modules/] },
        code: /['"]vant['"]/,
      },
      handler(code) {
        const names = [...code.matchAll(imports)]
          .flatMap(([, list]) => list!.split(','))
          .map(name => name.trim().split(/\s+as\s+/)[0]!)
          .filter(name => name !== '' && !silent.test(name))
        const parts = new Set(names.map(name => kebab(partOf[name] ?? name)))
        const styles = [...parts].map(part => `import 'vant/es/${part}/style/index.mjs';`).join('')
        return { code: `${code}\n${styles}`, map: null }
      },
    },
    resolveId: {
      order: 'pre',
      handler: source => source.endsWith('/icon/index.css') ? NO_ICONS : null,
    },
    load: id => id === NO_ICONS ? '' : null,
  }
}
