import type { Feature } from '#server/sync/feature.ts'
import type { noticesCommands, noticesQueries } from '#shared/notices/commands.ts'
import { eraseNotices, exportNotices, myNotices, readNotices } from './inbox.ts'
import { pushKey, signOutPushes, subscribePush, unsubscribePush } from './push-subscriptions.ts'
import { sendPushes } from './send-pushes.ts'

export const noticesFeature = {
  commands: {
    'notices.read': readNotices,
    'notices.subscribe': subscribePush,
    'notices.unsubscribe': unsubscribePush,
  },
  queries: {
    'notices.mine': myNotices,
    'notices.pushKey': pushKey,
  },
  tasks: {
    sendPushes: {
      when: '*/3 * * * * *',
      run: async city => city.settings.push && await sendPushes(city, city.settings.push, city.clock()),
    },
  },
  photos: null,
  personal: { export: { notices: exportNotices }, erase: eraseNotices, signOut: signOutPushes },
} satisfies Feature<keyof typeof noticesCommands, keyof typeof noticesQueries>
