/** A community or village as people call it: 永丰社区, not 永丰社区居民委员会. */
export const areaLabel = (name: string): string => name
  .replace(/(?:社区)?(?:居民委员会|居委会)$/, '社区')
  .replace(/村?(?:村民委员会|村委会)$/, '村')
