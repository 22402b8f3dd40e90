import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { onLostChunk } from './app/device/lost-chunk.ts'
import { followTheme } from './app/device/theme.ts'
import { openApp } from './app/open-app.ts'
import { registerFeatures } from './app/registry.ts'
import { features } from './features.ts'
import { router } from './router.ts'
import { onStoreFault } from './sync/store/store.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/shell.css'
import './styles/vant.css'

const pinia = createPinia()
registerFeatures(features)
followTheme()
onLostChunk(router)
openApp(router, pinia)
const app = createApp(App).use(pinia).use(router)

let isMounted = false
function mount() {
  if (!isMounted) app.mount('#app')
  isMounted = true
}
// The skeleton stays until the first page is there, or until the app must say why none comes.
router.isReady().then(mount, mount)
onStoreFault(fault => fault && mount())
