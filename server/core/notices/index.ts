export { noticesFeature } from './feature.ts'
export { notifiedOf, notify } from './notify.ts'
export { sendPushes } from './send-pushes.ts'
