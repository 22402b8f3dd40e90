export { keysFeature } from './feature.ts'
export { KEY_PERIOD_MS, openKeys, OtherSecret, rotateKeys } from './rotate-keys.ts'
export { keyedHash, sealBytes, unsealBytes } from './seal.ts'
export { isSigned, openSigner, publicKeys, type Signer } from './sign.ts'
