// What 首页 has for whoever is known on this phone; a stranger does not fetch it.
export { default as DeskEntry } from './DeskEntry.vue'
export { default as MyThings } from './MyThings.vue'
