export { noticesFeature } from './feature.ts'
export { type Addressee, notify, type Told } from './notify.ts'
export { holdersOf } from './posts.ts'
export { sendPushes } from './send-pushes.ts'
