/** A community or village as people call it: 永丰社区, not 永丰社区居民委员会. */
export const areaLabel = (name: string): string => name
  .replace(/(?:社区)?(?:居民委员会|居委会)$/, '社区')
  .replace(/村?(?:村民委员会|村委会)$/, '村')

/** An area's full name, 江汉区 · 民意街街道 · 永丰社区居委会, as two short ones: 民意街街道 永丰社区. */
export const shortArea = (fullName: string): string =>
  fullName.split(' · ').slice(-2).map(areaLabel).join(' ')

/** The last name of an area, as people say it: 江汉区 · 民意街街道 · 永丰社区居委会 is 永丰社区. */
export const communityOf = (fullName: string): string => areaLabel(fullName.split(' · ').at(-1)!)
