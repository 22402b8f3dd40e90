import type { Role } from '#shared/identity/roles.ts'
import type { Register } from '#shared/identity/schemas.ts'
import { createHash } from 'node:crypto'

// Plainly invented people; every phone is from the block 138 0000 xxxx.

/** A version-7 shaped id that is the same on every machine, made from a name. */
export function sampleId(name: string): string {
  const hex = createHash('sha256').update(`little-bee sample ${name}`).digest('hex')
  return `01930000-${hex.slice(0, 4)}-7${hex.slice(4, 7)}-8${hex.slice(7, 10)}-${hex.slice(10, 22)}`
}

export const STREET = '420103006' // 江汉区民意街街道
const COMMUNITY = '420103006003'

export const sampleUnits = {
  roads: { name: '市政维修队', areaId: '4201' },
  cityCare: { name: '城管执法中队', areaId: '4201' },
  power: { name: '供电公司抢修班', areaId: '4201' },
  police: { name: '派出所警务室', areaId: '4201' },
} as const
/** Units of which nobody signs in. */
export const sampleLinkUnits = {
  property: { name: '民意物业', areaId: STREET, worksByLink: true },
} as const
export type SampleUnit = keyof typeof sampleUnits

interface SamplePerson {
  readonly phone: string
  readonly role: Role
  readonly name: string
  /** Where they registered, or the area that staff and admins work for. */
  readonly areaId: string
  readonly company?: Register['company']
  readonly work?: Register['work']
  readonly unit?: SampleUnit
}

export const samplePeople = {
  rider: {
    phone: '13800000001',
    role: 'courier',
    name: '林小满',
    areaId: COMMUNITY,
    company: 'meituan',
    work: 'delivery',
  },
  resident: { phone: '13800000002', role: 'resident', name: '周阿婆', areaId: COMMUNITY },
  keeper: { phone: '13800000003', role: 'keeper', name: '何站长', areaId: COMMUNITY },
  staff: { phone: '13800000004', role: 'staff', name: '社区小赵', areaId: STREET },
  unit: { phone: '13800000005', role: 'unit', name: '市政老吴', areaId: '4201', unit: 'roads' },
  admin: { phone: '13800000006', role: 'admin', name: '市级值班', areaId: '4201' },
  riderChen: {
    phone: '13800000007',
    role: 'courier',
    name: '陈立夏',
    areaId: '420103006004',
    company: 'eleme',
    work: 'delivery',
  },
  riderLuo: {
    phone: '13800000008',
    role: 'courier',
    name: '罗谷雨',
    areaId: '420103006006',
    company: 'sf',
    work: 'courier',
  },
  riderDeng: {
    phone: '13800000009',
    role: 'courier',
    name: '邓白露',
    areaId: '420105004',
    company: 'didi',
    work: 'driver',
  },
  staffHanyang: { phone: '13800000010', role: 'staff', name: '晴川小孙', areaId: '420105' },
  unitCare: { phone: '13800000011', role: 'unit', name: '城管大刘', areaId: '4201', unit: 'cityCare' },
  unitPower: { phone: '13800000012', role: 'unit', name: '电力小秦', areaId: '4201', unit: 'power' },
  adminSecond: { phone: '13800000014', role: 'admin', name: '市级复核', areaId: '4201' },
  unitPolice: { phone: '13800000013', role: 'unit', name: '警务室值班', areaId: '4201', unit: 'police' },
} as const satisfies Record<string, SamplePerson>
export type SampleName = keyof typeof samplePeople

/**
 * Whom `npm start` prints, so that a newcomer can sign in as each role, and as a rider with standing posts;
 * approving a correction takes a second admin.
 */
export const sampleSignIns =
  ['rider', 'riderLuo', 'resident', 'keeper', 'staff', 'unit', 'admin', 'adminSecond'] as const
