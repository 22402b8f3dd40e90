import type { ActorRole } from './identity/roles.ts'
import * as v from 'valibot'
import { Area } from './areas/schemas.ts'
import { accountRoles, deciders, roles as everyone } from './identity/roles.ts'
import { Me } from './identity/schemas.ts'
import { Nothing } from './kernel/fields.ts'
import {
  DeskOrder,
  DigitsRead,
  MallBook,
  MallDesk,
  MallItems,
  MallItemView,
  MyOrders,
  MyOrdersInput,
  OneItem,
  StockHistory,
  StockHistoryInput,
} from './mall/schemas.ts'
import { Notices, NoticesInput, PushKey } from './notices/schemas.ts'
import { LedgerPage, LedgerPageInput, Points, PointsDesk, PointsInput } from './points/schemas.ts'
import {
  DeskInput,
  DeskReports,
  MyReports,
  MyReportsInput,
  NearbyInput,
  NearbyReports,
  OneReport,
  ReportView,
  Units,
} from './reports/schemas.ts'
import {
  EntryState,
  Heads,
  KioskView,
  MapTiles,
  MyVisits,
  MyVisitsInput,
  NearInput,
  NearStations,
  OneEntry,
  OneStation,
  StationBook,
  StationDesk,
  Stations,
  StationView,
} from './stations/schemas.ts'
import { Complaints } from './voices/schemas.ts'

interface QuerySpec {
  readonly input: v.GenericSchema
  readonly output: v.GenericSchema
  readonly by: readonly ActorRole[]
}

/** Every question the client may ask. Answers are kept on the phone, so their shapes change with care. */
export const queries = {
  'identity.me': { input: Nothing, output: Me, by: accountRoles },
  'identity.export': { input: Nothing, output: v.record(v.string(), v.unknown()), by: everyone },
  'areas.tree': { input: Nothing, output: v.array(Area), by: everyone },
  'reports.mine': { input: MyReportsInput, output: MyReports, by: everyone },
  'reports.one': { input: OneReport, output: ReportView, by: everyone },
  'reports.nearby': { input: NearbyInput, output: NearbyReports, by: everyone },
  'desk.reports': { input: DeskInput, output: DeskReports, by: deciders },
  'desk.units': { input: OneReport, output: Units, by: ['staff', 'admin'] },
  'desk.complaints': { input: Nothing, output: Complaints, by: ['admin'] },
  'points.mine': { input: PointsInput, output: Points, by: everyone },
  'points.desk': { input: Nothing, output: PointsDesk, by: ['admin'] },
  'points.ledger': { input: LedgerPageInput, output: LedgerPage, by: ['admin'] },
  'mall.items': { input: Nothing, output: MallItems, by: everyone },
  'mall.item': { input: OneItem, output: MallItemView, by: everyone },
  'mall.myOrders': { input: MyOrdersInput, output: MyOrders, by: everyone },
  'mall.desk': { input: Nothing, output: MallDesk, by: ['keeper'] },
  'mall.orderOfDigits': {
    input: DigitsRead,
    output: v.nullable(v.union([DeskOrder, v.literal('tooMany')])),
    by: ['keeper'],
  },
  'mall.book': { input: Nothing, output: MallBook, by: ['admin', 'staff'] },
  'mall.stockHistory': { input: StockHistoryInput, output: StockHistory, by: ['keeper', 'admin'] },
  'stations.all': { input: Nothing, output: Stations, by: everyone },
  'stations.heads': { input: Nothing, output: Heads, by: everyone },
  'stations.map': { input: Nothing, output: MapTiles, by: everyone },
  'stations.near': { input: NearInput, output: NearStations, by: everyone },
  'stations.one': { input: OneStation, output: StationView, by: everyone },
  'stations.myVisits': { input: MyVisitsInput, output: MyVisits, by: everyone },
  'stations.entry': { input: OneEntry, output: EntryState, by: everyone },
  'stations.desk': { input: Nothing, output: StationDesk, by: ['keeper'] },
  'stations.book': { input: Nothing, output: StationBook, by: ['admin'] },
  'stations.kiosk': { input: Nothing, output: KioskView, by: ['kiosk'] },
  'notices.mine': { input: NoticesInput, output: Notices, by: everyone },
  'notices.pushKey': { input: Nothing, output: PushKey, by: everyone },
  'voices.mine': { input: Nothing, output: Complaints, by: everyone },
} as const satisfies Record<string, QuerySpec>

export type QueryName = keyof typeof queries
export type QueryInput<Name extends QueryName> = v.InferOutput<(typeof queries)[Name]['input']>
export type Answer<Name extends QueryName> = v.InferOutput<(typeof queries)[Name]['output']>
export const isQueryName = (name: string): name is QueryName => Object.keys(queries).includes(name)
