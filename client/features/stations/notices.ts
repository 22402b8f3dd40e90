import type { KindsOf, NoticeFace, NoticeFaces } from '#client/app/feature.ts'
import { isOneOf } from '#shared/identity/roles.ts'

/** The kinds of notices about stations; those about people at doors are in `doors`. */
export type StationsNotice = Exclude<KindsOf<'stations'>, 'stations.suspended'>

const stationPage: NoticeFace['page'] = ({ ref }) =>
  ref === null ? null : { name: 'station', params: { id: ref } }
/** For a station without keepers, an admin gets the keepers' notices and opens the station instead. */
const keepersPage: NoticeFace['page'] = (notice, me) =>
  isOneOf(me, ['keeper'])
    ? { name: 'keeping-faults' }
    : isOneOf(me, ['admin']) ? stationPage(notice, me) : null

export const notices: NoticeFaces<StationsNotice> = {
  'stations.doubtful': { text: ({ detail }) => `连续两人没能进门，请去看看${detail}`, page: keepersPage },
  'stations.fault': { text: ({ detail }) => `有人报修${detail}`, page: keepersPage },
  'stations.faultAnswered': {
    text: ({ detail }) => `你报的问题有了回复${detail}`,
    page: stationPage,
  },
}
