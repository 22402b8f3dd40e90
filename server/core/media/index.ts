export { shownFile } from './cover.ts'
export { blockOtherDecoders } from './develop.ts'
export { mediaFeature } from './feature.ts'
export { photoFile, photoFolder, photoIsOnDisk, type PhotoSize } from './files.ts'
export { PhotoRefused } from './kind-of.ts'
export { letGoOfPhotos, replacePhoto } from './let-go.ts'
export { likenessesOf, mayBeUsedBefore, showTheSame, usedBefore } from './likenesses.ts'
export { photoFacts } from './photo-facts.ts'
export { openQuota } from './quota.ts'
export { type IntakeLimits, openIntake, UploadPutOff } from './receive.ts'
export { photoRefs, type RefOf } from './require-photos.ts'
export { requirePhotos } from './require-photos.ts'
export { areSentBy, areUsed, hasSent, sentAmong } from './require-photos.ts'
export {
  changeSeal,
  hasOriginal,
  hiddenAmong,
  isAltered,
  partsOf,
  type Seal,
  sealOf,
  sealsOf,
} from './seals.ts'
export { storePhoto } from './store-photo.ts'
export { photos, photoSeals, photoUploads, type SealPart } from './tables.ts'
export { sweepUnusedPhotos } from './tasks.ts'
