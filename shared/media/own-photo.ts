/**
 * The header of a photo that its reader has sent. In a file of its own, because the service worker needs it
 * without the schemas.
 */
export const OWN_PHOTO = 'x-little-bee-own'
