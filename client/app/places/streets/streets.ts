/** All that a city with a map file needs, as one script: other cities fetch none of it. */
export { default as SavedMapRows } from './SavedMapRows.vue'
export { streetsLayer } from './streets-layer.ts'
