import * as v from 'valibot'

// The field lists of wiki.open311.org/GeoReport_v2 and Service_Discovery, written down from there and not
// from the product: what the specification requires, of which type, and nothing beside it.

const Text = v.pipe(v.string(), v.minLength(1))
const Time = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/))
const orNull = <S extends v.GenericSchema>(schema: S) => v.nullable(schema)

export const Discovery = v.strictObject({
  changeset: Text,
  contact: Text,
  key_service: Text,
  endpoints: v.pipe(v.array(v.strictObject({
    specification: v.literal('http://wiki.open311.org/GeoReport_v2'),
    url: v.pipe(v.string(), v.url()),
    changeset: Text,
    type: v.picklist(['production', 'test']),
    formats: v.pipe(v.array(v.picklist(['text/xml', 'application/json'])), v.includes('text/xml')),
  })), v.minLength(1)),
})

export const Services = v.array(v.strictObject({
  service_code: Text,
  service_name: Text,
  description: Text,
  metadata: v.boolean(),
  type: v.picklist(['realtime', 'batch', 'blackbox']),
  keywords: v.string(),
  group: v.string(),
}))

export const Definition = v.strictObject({
  service_code: Text,
  attributes: v.array(v.strictObject({
    variable: v.boolean(),
    code: Text,
    datatype: v.picklist(['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist']),
    required: v.boolean(),
    datatype_description: orNull(v.string()),
    order: v.pipe(v.number(), v.integer(), v.minValue(1)),
    description: Text,
    values: v.array(v.strictObject({ key: Text, name: Text })),
  })),
})

const request = {
  service_request_id: Text,
  status: v.picklist(['open', 'closed']),
  status_notes: orNull(v.string()),
  service_name: Text,
  service_code: Text,
  description: orNull(v.pipe(v.string(), v.maxLength(4000))),
  agency_responsible: orNull(v.string()),
  service_notice: orNull(v.string()),
  requested_datetime: Time,
  updated_datetime: Time,
  expected_datetime: orNull(Time),
  address: orNull(v.string()),
  address_id: orNull(v.string()),
  zipcode: orNull(v.string()),
  lat: orNull(v.number()),
  long: orNull(v.number()),
  media_url: orNull(v.pipe(v.string(), v.url())),
}
export const Requests = v.array(v.strictObject(request))
/** With `extensions=true`, as wiki.open311.org/GeoReport_v2/Extensions shows them. */
export const ExtendedRequests = v.array(v.strictObject({
  ...request,
  extended_attributes: v.looseObject({
    photos: v.array(v.looseObject({ media_url: v.string(), title: Text })),
  }),
  notes: v.array(v.strictObject({ datetime: Time, description: Text, type: Text })),
}))

export const Created = v.pipe(
  v.array(v.strictObject({
    service_request_id: Text,
    service_notice: orNull(v.string()),
    account_id: orNull(v.string()),
  })),
  v.length(1),
)
export const OfToken = v.pipe(
  v.array(v.strictObject({ service_request_id: Text, token: Text })),
  v.length(1),
)
export const Errors = v.pipe(v.array(v.strictObject({ code: Text, description: Text })), v.minLength(1))

/** How each list's elements are called in XML, by the examples of the specification. */
export const elements: Record<string, string> = {
  services: 'service',
  attributes: 'attribute',
  values: 'value',
  service_requests: 'request',
  endpoints: 'endpoint',
  formats: 'format',
  errors: 'error',
}

/** JSON as the XML says the same: lists with named elements, nothing but text, empty for null. */
export function asXml(name: string, value: unknown): unknown {
  if (Array.isArray(value)) {
    if (value.length === 0) return ''
    const inner = value.map(each => asXml(elements[name]!, each))
    return { [elements[name]!]: inner.length === 1 ? inner[0] : inner }
  }
  if (value === null) return ''
  if (typeof value !== 'object') return String(value)
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asXml(key, each)]))
}
