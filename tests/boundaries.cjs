/** The arrows of the house, checked by dependency-cruiser. Tests may import everything. */
const rule = (name, from, to) => ({ name, severity: 'error', from, to })

module.exports = {
  forbidden: [
    rule('shared-stands-alone', { path: '^shared/' }, { path: '^(server|client|tests)/' }),
    rule('shared-runs-anywhere', { path: '^shared/' }, { dependencyTypes: ['core'] }),
    rule(
      'kernel-knows-no-room',
      { path: '^shared/kernel/' },
      { path: '^shared/', pathNot: '^shared/kernel/' },
    ),
    rule('client-and-server-never-meet', { path: '^client/' }, { path: '^server/' }),
    rule('server-never-imports-client', { path: '^server/' }, { path: '^client/' }),
    rule('the-product-needs-no-test', { path: '^(client|server)/' }, { path: '^tests/' }),
    rule(
      'features-do-not-meet',
      { path: '^(server|client)/features/([^/]+)/' },
      { path: '^$1/features/', pathNot: '^$1/features/$2/' },
    ),
    rule('core-knows-no-feature', { path: '^server/core/' }, { path: '^server/features/' }),
    rule(
      'core-by-its-front-door',
      { path: '^server/(features|http|open311|open-data|programs|tasks|sync|sample|console)/' },
      { path: '^server/core/[^/]+/', pathNot: 'index\\.ts$' },
    ),
    rule(
      'core-rooms-by-their-front-doors',
      { path: '^server/core/([^/]+)/' },
      { path: '^server/core/[^/]+/', pathNot: ['^server/core/$1/', '(index|tables)\\.ts$'] },
    ),
    rule(
      'server-runs-without-development-packages',
      { path: '^server/', pathNot: '(drizzle|vite)\\.config\\.ts$' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'nothing-leans-on-the-server-console',
      { path: '^server/', pathNot: '^server/(console/|handlers\\.ts|main\\.ts)' },
      { path: '^server/console/' },
    ),
    rule(
      'nothing-leans-on-console-or-kiosk',
      { path: '^client/(features|ui|app|sync)/' },
      { path: '^client/(console|kiosk)/' },
    ),
    rule(
      'console-and-kiosk-load-when-opened',
      { path: '^client/', pathNot: '^client/(console|kiosk)/' },
      {
        path: '^client/(console|kiosk)/',
        pathNot: '^client/(console|kiosk)/index\\.ts$',
        dependencyTypesNot: ['dynamic-import'],
      },
    ),
    rule('foundations-know-no-page', { path: '^client/(ui|app|sync)/' }, { path: '^client/features/' }),
    rule(
      'ui-asks-nobody',
      { path: '^client/ui/' },
      { path: '^client/', pathNot: '^client/(ui|app/device|app/words)/' },
    ),
    rule('tasks-and-sample-know-no-http', { path: '^server/(tasks|sample)/' }, { path: '^server/http/' }),
    rule(
      'tasks-know-features-by-their-faces',
      { path: '^server/tasks/' },
      { path: '^server/(core|features)/' },
    ),
    rule(
      'open-doors-know-no-feature',
      { path: '^server/(open311|open-data)/' },
      { path: '^server/(features|database)/' },
    ),
    rule('photos-know-no-feature', { path: '^server/http/photos\\.ts$' }, { path: '^server/features/' }),
    rule(
      'tables-and-charts-belong-to-the-console',
      { path: '^client/', pathNot: '^client/console/' },
      { path: 'node_modules/(@tanstack/vue-table|echarts|vue-echarts)/' },
    ),
    rule(
      'sync-and-photos-know-no-app',
      { path: '^client/(sync|photos)/' },
      { path: '^client/(app|ui|scan)/' },
    ),
    // Kiosk files named here save what only a kiosk has: keys and admittances.
    rule(
      'sync-by-its-faces',
      {
        path: '^client/(features|ui|console|kiosk)/',
        pathNot: '^client/kiosk/(admittances|door-key|lock-key)\\.ts$',
      },
      { path: '^client/sync/', pathNot: '^client/sync/(outbox|ask|by-link)\\.ts$' },
    ),
    rule('everything-imported-exists', {}, { couldNotResolve: true, pathNot: ['^virtual:', '\\?url$'] }),
    rule('no-cycles', {}, { circular: true }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(client|server)/dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
      extensions: ['.ts', '.mjs', '.js', '.vue', '.json', '.d.ts'],
    },
  },
}
