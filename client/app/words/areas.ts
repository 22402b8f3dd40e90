import { areaLabel } from '#shared/areas/names.ts'

export { areaLabel }

/** An area's full name, 江汉区 · 民意街街道 · 永丰社区居委会, as two short ones: 民意街街道 永丰社区. */
export const shortArea = (fullName: string): string =>
  fullName.split(' · ').slice(-2).map(areaLabel).join(' ')

/** The last name of an area, as people say it: 江汉区 · 民意街街道 · 永丰社区居委会 is 永丰社区. */
export const communityOf = (fullName: string): string => areaLabel(fullName.split(' · ').at(-1)!)
