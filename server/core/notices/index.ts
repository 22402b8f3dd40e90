export { noticesFeature } from './feature.ts'
export { notify } from './notify.ts'
export { sendPushes } from './send-pushes.ts'
