/**
 * Every answer of ours carries this header; one without it (a captive portal's page) counts as unreachable.
 * Apart from the protocol, whose schemas are too heavy for the first screen.
 */
export const MARKER = 'x-little-bee'
/** Carries what opens a link, of whoever comes by one instead of a session: never in an address. */
export const LINK_HEADER = 'x-bee-link'
