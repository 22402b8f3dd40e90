export type IdentityRefusal =
  | { code: 'identity.consentMissing' }
  | { code: 'identity.areaUnknown' }
