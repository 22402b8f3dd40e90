import type { PublishedKind, PublishedReport } from '#shared/reports/published.ts'
import type { ReportState } from '#shared/reports/rules.ts'
import type { Answer } from './format.ts'
import { photoPath } from '#shared/media/schemas.ts'
import { kindNames } from '#shared/reports/names.ts'
import { publishedKinds, statusOf } from '#shared/reports/published.ts'
import { REPORT_SPOT_MAX } from '#shared/reports/schemas.ts'

export const isServiceCode = (code: string): code is PublishedKind =>
  (publishedKinds as readonly string[]).includes(code)

const SPECIFICATION = 'http://wiki.open311.org/GeoReport_v2'
/** To be changed with the services, their definitions and this document; it sorts as text. */
const CHANGESET = '2026-11-29 22:00'

const services: Record<PublishedKind, { description: string, keywords: string, group: string }> = {
  environment: { description: '垃圾堆放、污水、绿化带损坏等环境问题', keywords: '垃圾, 污水, 绿化', group: '市容环境' },
  hazard: { description: '井盖松动、路面坑洞、电线下垂等可能伤人的隐患', keywords: '井盖, 路面, 电线', group: '公共安全' },
  warning: { description: '异味、异响、积水上涨等不正常的苗头', keywords: '异味, 积水, 预警', group: '公共安全' },
  emergency: {
    description: '正在发生的险情。请先拨打 110、119 或 120；办结以后才公开',
    keywords: '火情, 事故, 险情',
    group: '公共安全',
  },
  patrol: { description: '商圈和街面巡查中看到的问题', keywords: '商圈, 占道, 街面', group: '市容环境' },
  other: { description: '以上类别以外的问题', keywords: '其他', group: '其他' },
}

export const discovery = (publicUrl: string): Answer => ({
  root: 'discovery',
  body: {
    changeset: CHANGESET,
    contact: `在“投诉建议”里写给我们：${publicUrl}/voices/new，或拨打 12345`,
    key_service: `合作方向市级管理员申请 api_key，只用于上报；说明见 ${publicUrl}/data`,
    endpoints: [{
      specification: SPECIFICATION,
      url: `${publicUrl}/open311/v2`,
      changeset: CHANGESET,
      type: 'production',
      formats: ['text/xml', 'application/json'],
    }],
  },
})

export const serviceList = (): Answer => ({
  root: 'services',
  body: publishedKinds.map(kind => ({
    service_code: kind,
    service_name: kindNames[kind],
    description: services[kind].description,
    metadata: true,
    type: 'realtime',
    keywords: services[kind].keywords,
    group: services[kind].group,
  })),
})

/** What a partner may add to a report beside the specification's fields. */
export const attributeCodes = { spot: 'SPOT', seenAt: 'SEEN_AT' } as const

export const serviceDefinition = (code: PublishedKind): Answer => ({
  root: 'service_definition',
  body: {
    service_code: code,
    attributes: [
      {
        variable: true,
        code: attributeCodes.spot,
        datatype: 'string',
        required: false,
        datatype_description: `最多 ${REPORT_SPOT_MAX} 个字，只给处理的人看，不公开`,
        order: 1,
        description: '在哪儿：路口、楼栋、店铺门口等',
        values: [],
      },
      {
        variable: true,
        code: attributeCodes.seenAt,
        datatype: 'datetime',
        required: false,
        datatype_description: '例如 2026-11-23T10:00:00+08:00',
        order: 2,
        description: '什么时候看到的；不填就是上报的时候',
        values: [],
      },
    ],
  },
})

/** As 2026-11-23T02:00:00Z. */
const w3Time = (instant: number): string => `${new Date(instant).toISOString().slice(0, 19)}Z`

const notes: Record<ReportState, string> = {
  filed: '已收到，等社区受理',
  accepted: '社区已受理',
  assigned: '已派给处置单位',
  working: '正在处理',
  resolved: '已处理，等上报人确认',
  closed: '已办结',
  declined: '未受理',
  unable: '社区办不了，已说明由谁负责',
  merged: '同一件事已有上报，合在一起处理',
  withdrawn: '上报人已撤回',
}

/** From the smallest area to the city, as the specification wants an address. */
const addressOf = (areaName: string) => [...areaName.split(' · ').reverse(), '武汉市'].join(', ')
/** Five digits of a degree are a metre, which is enough for the middle of a square. */
const degrees = (value: number | undefined) => value === undefined ? null : Number(value.toFixed(5))

interface Shown { readonly publicUrl: string, readonly withExtensions: boolean }

function requestOf(report: PublishedReport, { publicUrl, withExtensions }: Shown) {
  const { number, kind, state, text, areaId, areaName, unitName, place, photos } = report
  const urlOf = ({ hash, version }: NonNullable<typeof photos>['before']) =>
    publicUrl + photoPath(hash, 'full', version)
  return {
    service_request_id: String(number),
    status: statusOf(state),
    status_notes: notes[state],
    service_name: kindNames[kind],
    service_code: kind,
    description: text || null,
    agency_responsible: unitName,
    service_notice: null,
    requested_datetime: w3Time(report.filedAt),
    updated_datetime: w3Time(report.changedAt),
    expected_datetime: w3Time(report.dueAt),
    address: addressOf(areaName),
    address_id: areaId,
    zipcode: null,
    lat: degrees(place?.latitude),
    long: degrees(place?.longitude),
    media_url: photos && urlOf(photos.before),
    ...withExtensions && {
      extended_attributes: {
        state,
        area_name: areaName,
        photos: photos
          ? [
              { media_url: urlOf(photos.before), title: 'before' },
              { media_url: urlOf(photos.after), title: 'after' },
            ]
          : [],
      },
      notes: (report.history ?? []).map(({ step, at }) =>
        ({ datetime: w3Time(at), description: stepNames[step], type: step })),
    },
  }
}

const stepNames: Record<NonNullable<PublishedReport['history']>[number]['step'], string> = {
  accepted: '受理',
  declined: '未受理',
  unable: '办不了，说明由谁负责',
  merged: '并入另一件上报',
  unmerged: '取消合并',
  assigned: '派给处置单位',
  working: '开始处理',
  handedBack: '处置单位退回',
  resolved: '处理完成',
  closed: '办结',
  reopened: '重新打开',
}

export const serviceRequests = (reports: readonly PublishedReport[], shown: Shown): Answer =>
  ({ root: 'service_requests', body: reports.map(report => requestOf(report, shown)) })
