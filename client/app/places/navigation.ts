import type { LatLng, Place } from '#shared/kernel/fields.ts'
import gcoord from 'gcoord'

/** A place with the name that a map's app shows for it. WGS-84. */
export interface Destination extends LatLng {
  readonly name: string
  /** Whoever goes there drives; else walks. */
  readonly byCar?: boolean
}
const SOURCE = 'little-bee'
const DIGITS = 6

/** The grids of degrees that maps in mainland China show. */
export type Grid = 'WGS84' | 'GCJ02' | 'BD09'
/** Degrees of such a map as WGS-84. */
export function fromGrid({ latitude, longitude }: LatLng, grid: Grid): LatLng {
  const [x, y] = gcoord.transform([longitude, latitude], gcoord[grid], gcoord.WGS84)
  return { latitude: y, longitude: x }
}

/** WGS-84 to GCJ-02, the grid of maps in mainland China; it differs from GPS by up to some hundred metres. */
function degrees({ latitude, longitude }: LatLng, grid: 'GCJ02' | 'BD09') {
  const [x, y] = gcoord.transform([longitude, latitude], gcoord.WGS84, gcoord[grid])
  return { longitude: x.toFixed(DIGITS), latitude: y.toFixed(DIGITS) }
}

const link = (address: string, parameters: Record<string, string>) =>
  `${address}?${new URLSearchParams(parameters)}`

/** https://lbs.amap.com/api/uri-api: GCJ-02, longitude first; without `from` it starts where the phone is. */
function amap(to: Destination): string {
  const { longitude, latitude } = degrees(to, 'GCJ02')
  return link('https://uri.amap.com/navigation', {
    to: `${longitude},${latitude},${to.name}`,
    mode: to.byCar ? 'car' : 'walk',
    coordinate: 'gaode',
    callnative: '1',
    src: SOURCE,
  })
}

/** https://lbs.qq.com/webApi/uriV1/uriGuide/uriOverview: GCJ-02, latitude first. */
function tencent(to: Destination): string {
  const { longitude, latitude } = degrees(to, 'GCJ02')
  return link('https://apis.map.qq.com/uri/v1/routeplan', {
    type: to.byCar ? 'drive' : 'walk',
    from: '我的位置',
    fromcoord: 'CurrentLocation',
    to: to.name,
    tocoord: `${latitude},${longitude}`,
    referer: SOURCE,
  })
}

/**
 * https://lbsyun.baidu.com/index.php?title=uri/api/web: BD-09. A way needs a beginning there; without one it
 * shows the place.
 */
function baidu(to: Destination, from: Place | null): string {
  const at = degrees(to, 'BD09')
  const source = { output: 'html', coord_type: 'bd09ll', src: `webapp.${SOURCE}.${SOURCE}` }
  if (!from) {
    return link('https://api.map.baidu.com/marker', {
      location: `${at.latitude},${at.longitude}`,
      title: to.name,
      content: to.name,
      ...source,
    })
  }
  const start = degrees(from, 'BD09')
  const named = ({ latitude, longitude }: typeof at, name: string) =>
    `latlng:${latitude},${longitude}|name:${name}`
  return link('https://api.map.baidu.com/direction', {
    origin: named(start, '我的位置'),
    destination: named(at, to.name),
    mode: to.byCar ? 'driving' : 'walking',
    region: '武汉',
    ...source,
  })
}

/**
 * https://developer.apple.com/library/archive/featuredarticles/iPhoneURLScheme_Reference/MapLinks/MapLinks.html:
 * on the mainland its maps are AMap's, thus GCJ-02.
 */
function apple(to: Destination): string {
  const { longitude, latitude } = degrees(to, 'GCJ02')
  return link('https://maps.apple.com/', { daddr: `${latitude},${longitude}`, q: to.name, dirflg: to.byCar ? 'd' : 'w' })
}

/**
 * Links that each map's app, or its page where there is none, opens with the way there. Places are WGS-84.
 */
export const waysTo = (to: Destination, from: Place | null): { name: string, url: string }[] => [
  { name: '高德地图', url: amap(to) },
  { name: '腾讯地图', url: tencent(to) },
  { name: '百度地图', url: baidu(to, from) },
  { name: '苹果地图', url: apple(to) },
]
