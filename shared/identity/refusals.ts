/** Each expected "no" of this domain. */
export type IdentityRefusal =
  | { code: 'identity.consentMissing' }
  | { code: 'identity.areaUnknown' }
