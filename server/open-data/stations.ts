import type { CsvCell } from '#shared/kernel/csv.ts'
import type { Exception, Spans, Week } from '#shared/stations/rules.ts'
import type { StationRow, Stations } from '#shared/stations/schemas.ts'
import { BOM, csvOf } from '#shared/kernel/csv.ts'
import { facilitiesIn, pairsOf } from '#shared/stations/rules.ts'

export const LICENCE = 'CC BY 4.0'
export const SOURCE = '武汉市“小蜜蜂”开放数据'
const COORDINATES = 'WGS-84（EPSG:4326）'

const days = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const two = (n: number) => String(n).padStart(2, '0')
const clock = (minutes: number) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
const spansText = (spans: Spans) =>
  pairsOf(spans).map(([from, until]) => `${clock(from)}-${clock(until)}`).join(',') || 'off'
const dayText = (day: string) => {
  const [year, month, date] = day.split('-') as [string, string, string]
  return `${year} ${months[Number(month) - 1]} ${date}`
}

/** Opening hours in the syntax of OpenStreetMap. */
export const openingHours = (week: Week, exceptions: readonly Exception[]): string => [
  ...days.map((day, at) => `${day} ${spansText(week[at] ?? null)}`),
  ...exceptions.map(({ day, span }) => `${dayText(day)} ${spansText(span)}`),
].join('; ')

interface Shown {
  readonly publicUrl: string
  /** The Shanghai day for which the data holds. */
  readonly day: string
  readonly areaNameOf: (areaId: string) => string
}

/** Stations that are not closed for now, by number. */
const openOf = ({ stations }: Stations) =>
  stations.filter(({ shut }) => shut === undefined).sort((a, b) => a.number - b.number)

const factsOf = (station: StationRow, { weeks }: Stations, { publicUrl, areaNameOf }: Shown) => ({
  number: station.number,
  name: station.name,
  kind: station.kind,
  address: station.address,
  area_id: station.areaId ?? '',
  area: areaNameOf(station.areaId ?? ''),
  facilities: facilitiesIn(station.facilities),
  opening_hours: openingHours(weeks[station.week] ?? [], station.exceptions ?? []),
  self_service: station.isSelfService,
  may_be_closed: station.isDoubtful === true,
  url: `${publicUrl}/s/${station.number}`,
})

/** The stations as GeoJSON (RFC 7946, always WGS-84), with licence and day. */
export const stationsGeoJson = (listed: Stations, shown: Shown): string => JSON.stringify({
  type: 'FeatureCollection',
  license: LICENCE,
  attribution: SOURCE,
  date: shown.day,
  coordinates: `${COORDINATES}；不是 GCJ-02，放到高德、腾讯地图上要先转换，放到百度地图上要转 BD-09`,
  features: openOf(listed).map(station => ({
    type: 'Feature',
    id: station.id,
    geometry: { type: 'Point', coordinates: [station.longitude, station.latitude] },
    properties: factsOf(station, listed, shown),
  })),
})

/** The same as a table; each row has its licence, its day and its coordinate system. */
export function stationsCsv(listed: Stations, shown: Shown): string {
  const rows = openOf(listed).map((station): CsvCell[] => {
    const { facilities, self_service, may_be_closed, ...facts } = factsOf(station, listed, shown)
    return [
      ...Object.values(facts),
      facilities.join(' '),
      self_service ? 'yes' : 'no',
      may_be_closed ? 'yes' : 'no',
      station.latitude,
      station.longitude,
      COORDINATES,
      shown.day,
      LICENCE,
      SOURCE,
    ]
  })
  return BOM + csvOf([header, ...rows])
}
const header = [
  'number',
  'name',
  'kind',
  'address',
  'area_id',
  'area',
  'opening_hours',
  'url',
  'facilities',
  'self_service',
  'may_be_closed',
  'latitude',
  'longitude',
  'coordinates',
  'date',
  'licence',
  'attribution',
]
