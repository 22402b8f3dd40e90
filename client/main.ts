import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { onLostChunk } from './app/lost-chunk.ts'
import { followTheme } from './app/theme.ts'
import App from './App.vue'
import { router } from './router.ts'
import './styles/tokens.css'
import './styles/base.css'
import './styles/shell.css'
import './styles/vant.css'

followTheme()
onLostChunk(router)
createApp(App).use(createPinia()).use(router).mount('#app')
