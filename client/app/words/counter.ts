import type { CounterHours } from '#shared/stations/schemas.ts'
import { isStaffed } from '#shared/stations/rules.ts'
import { timeNow } from '../device/now.ts'
import { staffedText } from './stations.ts'

/** Whether goods can be picked up at a counter now, and when: 柜台开着，开到 18:00; 柜台关着，明天 09:00 开门. */
export function counterText({ shut, ...hours }: CounterHours, now = timeNow()): string {
  if (shut !== null) return `柜台暂时关了：${shut}`
  return `柜台${isStaffed(hours, now) ? '开着' : '关着'}，${staffedText(hours, now)}`
}
