/** Each expected "no" of this domain. */
export type NoticesRefusal =
  | { code: 'notices.endpointRefused' }
