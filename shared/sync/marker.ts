/**
 * Every answer of ours carries this header; one without it (a captive portal's page) counts as unreachable.
 * Apart from the protocol, whose schemas are too heavy for the first screen.
 */
export const MARKER = 'x-little-bee'
/**
 * The header with a case link's secret, for requests without a session; the secret is never in an address.
 */
export const LINK_HEADER = 'x-bee-link'
