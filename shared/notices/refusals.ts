export type NoticesRefusal =
  | { code: 'notices.endpointRefused' }
