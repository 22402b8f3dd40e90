import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { onLostChunk } from './app/device/lost-chunk.ts'
import { followTheme } from './app/device/theme.ts'
import { openApp } from './app/open-app.ts'
import { mountInPieces } from './app/pieces.ts'
import { registerFeatures } from './app/registry.ts'
import { features } from './features.ts'
import { openRouter } from './router.ts'
import { nextTask } from './sync/browser/quiet.ts'
import { onStoreFault, store } from './sync/store/store.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/shell.css'
import './styles/note.css'
import './styles/vant.css'

/** Starts in several tasks: in one, it kept a slow phone from painting and from answering a finger. */
async function start() {
  void store().catch(() => {}) // The database opens meanwhile; whoever needs it gets the error.
  await nextTask()
  registerFeatures(features)
  followTheme()
  const router = openRouter()
  onLostChunk(router)
  await nextTask()
  const pinia = createPinia()
  openApp(router, pinia)
  const app = createApp(App).use(pinia).use(router)

  let isMounted = false
  function mount() {
    if (!isMounted) void mountInPieces(() => app.mount('#app'))
    isMounted = true
  }
  // The skeleton stays until the first page is ready, or until the app has to say why none comes.
  router.isReady().then(mount, mount)
  onStoreFault(fault => fault && mount())
}

void start()
