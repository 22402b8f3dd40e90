// What 首页 has for whoever is known on this phone; a visitor does not fetch it.
export { default as DayLine } from './DayLine.vue'
export { default as DeskWork } from './DeskWork.vue'
export { default as HoneyLink } from './HoneyLink.vue'
export { default as KeeperWork } from './KeeperWork.vue'
export { default as MyThings } from './MyThings.vue'
export { default as MyTiles } from './MyTiles.vue'
export { default as NearbyHint } from './NearbyHint.vue'
export { readSaved } from './saved.ts'
