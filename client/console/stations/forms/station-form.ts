import type { FormSpec } from '#client/app/forms/check-input.ts'
import type { DayFields } from '#client/features/stations/keeper/hours.ts'
import type { Place } from '#shared/kernel/fields.ts'
import type { StationDetail } from '#shared/stations/desk-schemas.ts'
import type { DoorGroup } from '#shared/stations/groups.ts'
import type { Facility, StationKind } from '#shared/stations/rules.ts'
import {
  fieldsOf as hoursFields,
  hoursShapes,
  spansOf,
  weekSentence,
} from '#client/features/stations/keeper/hours.ts'
import { numberIn } from '#shared/kernel/digits.ts'
import { Place as PlaceShape } from '#shared/kernel/fields.ts'
import { doorGroups } from '#shared/stations/groups.ts'
import { facilities, facilitiesIn, stationKinds } from '#shared/stations/rules.ts'
import { uuidv7 } from 'uuidv7'
import * as v from 'valibot'

/** The basics of a station as their form holds them. */
interface BasicFields {
  name: string
  kind: StationKind | null
  areaId: string | null
  address: string
  place: Place | null
  facilities: Facility[]
  isSelfService: boolean
  groups: DoorGroup[]
}
export interface NewStationFields extends BasicFields {
  stationId: string
  number: string
  phone: string
  week: DayFields[]
}
/** `seen`: when the basics were changed that the form shows (ms); 0: never. */
export interface StationFields extends BasicFields { seen: number }

const NINE_TO_SIX = Array.from({ length: 7 }, () => [540, 1080])

export const emptyStation = (number: number, areaId: string | null): NewStationFields => ({
  stationId: uuidv7(),
  number: String(number),
  name: '',
  kind: null,
  areaId,
  address: '',
  place: null,
  facilities: [],
  isSelfService: false,
  groups: [...doorGroups],
  phone: '',
  week: hoursFields({ week: NINE_TO_SIX, exceptions: [] }).week,
})

export const fieldsOf = ({ station, areaId, groups, basicsAt }: StationDetail): StationFields => ({
  name: station.name,
  kind: station.kind,
  areaId,
  address: station.address,
  place: { latitude: station.latitude, longitude: station.longitude },
  facilities: facilitiesIn(station.facilities),
  isSelfService: station.isSelfService,
  groups: groups ?? [...doorGroups],
  seen: basicsAt,
})

/** The shapes by which a saved form is checked. */
const basicShapes = {
  kind: v.nullable(v.picklist(stationKinds)),
  areaId: v.nullable(v.string()),
  place: v.nullable(PlaceShape),
  facilities: v.array(v.picklist(facilities)),
  groups: v.array(v.picklist(doorGroups)),
}
export const newStationShapes = { ...basicShapes, week: hoursShapes.week }
export const stationShapes = basicShapes

/** What fields are called when somebody else has changed them. */
export const stationFieldNames: Partial<Record<keyof StationFields, string>> = {
  name: '名称',
  kind: '类型',
  areaId: '片区',
  address: '地址',
  place: '位置',
  facilities: '设施',
  isSelfService: '24 小时自助',
  groups: '谁能扫码进',
}

const sentences = {
  name: '请填名称，最多 40 字',
  kind: '请选择类型',
  areaId: '请选择街道或社区',
  address: '请填地址，最多 100 字',
  groups: '请选谁能扫码进，至少一种人',
  place: '请在地图上选位置，或粘贴坐标。要在武汉',
} as const

export const newStationForm: FormSpec<'stations.make', NewStationFields> = {
  command: 'stations.make',
  toInput: ({ number, phone, week, ...basics }) => ({
    ...basics,
    number: numberIn(number),
    phone: phone.trim() === '' ? null : phone,
    week: week.map(spansOf),
  }),
  sentences: {
    number: '编号要是 1 到 999999 的整数',
    ...sentences,
    phone: '请填 11 位手机号，或带区号的座机',
    week: issue => weekSentence(issue, 1),
  },
}

export const stationForm = (stationId: string): FormSpec<'stations.change', StationFields> => ({
  command: 'stations.change',
  toInput: fields => ({ stationId, ...fields }),
  sentences,
})
