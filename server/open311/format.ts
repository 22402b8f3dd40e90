import { XMLBuilder } from 'fast-xml-parser'

export const formats = ['xml', 'json'] as const
export type Format = (typeof formats)[number]
export const typeOf: Record<Format, string> = {
  xml: 'text/xml; charset=utf-8',
  json: 'application/json; charset=utf-8',
}

type Plain = string | number | boolean | null | undefined
type Value = Plain | readonly Value[] | { readonly [name: string]: Value }
/** An answer as its JSON is; `root` names the element that its XML stands in. */
export interface Answer {
  readonly root: keyof typeof itemOf | 'discovery' | 'service_definition'
  readonly body: Value
}

/** The XML name of each list's elements, which JSON leaves out (the Spark convention). */
const itemOf = {
  services: 'service',
  attributes: 'attribute',
  values: 'value',
  service_requests: 'request',
  endpoints: 'endpoint',
  formats: 'format',
  errors: 'error',
  notes: 'note',
  photos: 'photo',
} as const

/** Characters that XML 1.0 has no way to write. */
const UNWRITABLE = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu
const builder = new XMLBuilder({ ignoreAttributes: false, suppressEmptyNode: true })

function elementsOf(name: string, value: Value): unknown {
  if (Array.isArray(value)) {
    const item = itemOf[name as keyof typeof itemOf]
    return { [item]: (value as readonly Value[]).map(each => elementsOf(item, each)) }
  }
  if (value === null || value === undefined) return ''
  if (typeof value !== 'object') return String(value).replace(UNWRITABLE, '')
  const inner = Object.entries(value).filter(([, each]) => each !== undefined)
  return Object.fromEntries(inner.map(([key, each]) => [key, elementsOf(key, each)]))
}

/** An answer as text; a library escapes whatever people wrote. */
export const written = (format: Format, { root, body }: Answer): string =>
  format === 'json'
    ? JSON.stringify(body)
    : builder.build({
        '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
        [root]: elementsOf(root, body),
      })
