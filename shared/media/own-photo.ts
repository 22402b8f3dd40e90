/** The header of an answer whose photo was sent by whoever asks. Apart: the worker needs no schemas. */
export const OWN_PHOTO = 'x-little-bee-own'
