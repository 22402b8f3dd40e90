import type { TestCity } from '../../support/city.ts'
import { openApi } from '#server/open-data/openapi.ts'
import { commands } from '#shared/commands.ts'
import { queries } from '#shared/queries.ts'
import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, it } from 'vitest'
import { freshCity } from '../../support/fresh-city.ts'

let city: TestCity
freshCity(opened => void (city = opened))

it('the two doors are described as OpenAPI, whole and valid', async () => {
  const answered = await city.fetchAs(undefined)('/openapi.json')
  expect(answered.status).toBe(200)
  const spec = await answered.json()
  const { valid, errors } = await new Validator().validate(structuredClone(spec))
  expect(errors ?? []).toEqual([])
  expect(valid).toBe(true)
  // Every entry of the lists is in it, and whatever it points to is there.
  const paths = Object.keys(queries).map(name => `/api/queries/${name}`)
  expect(Object.keys(spec.paths).toSorted()).toEqual(['/api/commands', ...paths].toSorted())
  expect(Object.keys(spec.components.schemas).toSorted()).toEqual(Object.keys(commands).toSorted())
  const refs = JSON.stringify(spec).matchAll(/"\$ref":"([^"]+)"/g)
  for (const [, ref] of refs) {
    const found = ref!.slice(2).split('/').reduce((part, key) => part?.[key], spec)
    expect(found, ref).toBeDefined()
  }
  // A program that follows it is let in.
  expect(spec.components.securitySchemes.session.name).toBe('bee')
  const [marker] = spec.paths['/api/commands'].post.parameters
  const headers = { [marker.name]: marker.schema.const, 'content-type': 'application/json' }
  const body = JSON.stringify({ sentAt: city.time.now, commands: [] })
  expect((await city.app.request('/api/commands', { method: 'POST', headers, body })).status).toBe(401)
  const secure = JSON.parse(openApi('https://bee.example.cn'))
  expect(secure.components.securitySchemes.session.name).toBe('__Host-bee')
  // What a schema bounds stands there too.
  const { properties } = spec.components.schemas['reports.file'].properties.input
  expect(properties.photos).toMatchObject({ type: 'array', minItems: 1, maxItems: 9 })
})
