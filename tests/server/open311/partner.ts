import type { TestCity } from '../../support/city.ts'
import { addPartner } from '#server/core/partners/index.ts'
import { XMLParser } from 'fast-xml-parser'

/** Reads XML as its text is: nothing is taken for a number. */
export const xml = new XMLParser({ parseTagValue: false, ignoreAttributes: false })

/** What a partner's program does with its key, and what strangers do. */
export function open311(city: TestCity) {
  const get = async (path: string, init?: RequestInit) =>
    await city.fetchAs(undefined)(`/open311/v2/${path}`, init)
  const json = async (path: string) => {
    const response = await get(path)
    return { status: response.status, body: await response.json() }
  }
  const post = async (fields: Record<string, string>, format = 'json', init: RequestInit = {}) =>
    await city.fetchAs(undefined)(`/open311/v2/requests.${format}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: new URLSearchParams(fields).toString(),
      ...init,
    })
  const newKey = async (areaId = '4201') => await city.database.transact(tx =>
    addPartner(tx, { name: '测试合作方', areaId }, city.time.now))
  return { get, json, post, newKey }
}
