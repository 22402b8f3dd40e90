import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { onLostChunk } from './app/device/lost-chunk.ts'
import { followTheme } from './app/device/theme.ts'
import { openApp } from './app/open-app.ts'
import { registerFeatures } from './app/registry.ts'
import { features } from './features.ts'
import { router } from './router.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/shell.css'
import './styles/vant.css'

const pinia = createPinia()
registerFeatures(features)
followTheme()
onLostChunk(router)
openApp(router, pinia)
createApp(App).use(pinia).use(router).mount('#app')
