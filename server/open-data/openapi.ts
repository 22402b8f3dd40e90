import { cookieOf } from '#server/http/session-cookie.ts'
import { commands } from '#shared/commands.ts'
import { queries } from '#shared/queries.ts'
import { MARKER } from '#shared/sync/marker.ts'
import { BATCH_COMMANDS_MAX } from '#shared/sync/protocol.ts'
import { toJsonSchema } from '@valibot/to-json-schema'
import { version } from '../../package.json'

type Schema = Parameters<typeof toJsonSchema>[0]
/** Leaves out checks that JSON Schema can't express; the server still makes them. */
const options = { errorMode: 'ignore', typeMode: 'input' } as const

function schemaOf(schema: Schema): object {
  const { $schema: _, ...rest } = toJsonSchema(schema, options)
  return rest
}
const json = (schema: object) => ({ 'application/json': { schema } })
const refusal = { type: 'object', properties: { code: { type: 'string' }, message: { type: 'string' } } }
const refusals = {
  400: { description: '内容不符合要求', content: json(refusal) },
  401: { description: '要先登录', content: json(refusal) },
  403: { description: '你的身份不能这样做', content: json(refusal) },
  429: { description: '太频繁', content: json(refusal) },
}

const queryPaths = () => Object.fromEntries(Object.entries(queries).map(([name, { input, output, by }]) => [
  `/api/queries/${name}`,
  {
    get: {
      operationId: name,
      tags: [name.split('.')[0]],
      description: `可以查询的身份：${by.join(', ')}`,
      security: (by as readonly string[]).includes('visitor') ? [{}, { session: [] }] : [{ session: [] }],
      parameters: [{ name: 'input', in: 'query', content: json(schemaOf(input)) }],
      responses: { 200: { description: '答案', content: json(schemaOf(output)) }, ...refusals },
    },
  },
]))

function commandSchemas() {
  return Object.fromEntries(Object.entries(commands).map(([name, { input, result, by }]) => [name, {
    'type': 'object',
    'description': `可以发送的身份：${by.join(', ')}`,
    'required': ['id', 'name', 'input', 'madeAt'],
    'properties': {
      id: { type: 'string', format: 'uuid', description: '手机上生成一次，重发时不变' },
      name: { const: name },
      input: schemaOf(input),
      madeAt: { type: 'integer', description: '手机时钟，毫秒' },
    },
    'x-result': schemaOf(result),
  }]))
}

const commandPath = {
  post: {
    operationId: 'commands',
    description: '每一项改动都是一条命令；同一个 id 只生效一次，重发得到同样的答复。',
    security: [{ session: [] }],
    // Requests without it are refused as another site's.
    parameters: [{ name: MARKER, in: 'header', required: true, schema: { const: '1' } }],
    requestBody: {
      required: true,
      content: json({
        type: 'object',
        required: ['sentAt', 'commands'],
        properties: {
          sentAt: { type: 'integer' },
          commands: {
            type: 'array',
            minItems: 1,
            maxItems: BATCH_COMMANDS_MAX,
            items: { oneOf: Object.keys(commands).map(name => ({ $ref: `#/components/schemas/${name}` })) },
          },
        },
      }),
    },
    responses: {
      200: {
        description: '每条命令一个答复，次序相同',
        content: json({
          type: 'object',
          required: ['now', 'replies'],
          properties: {
            now: { type: 'integer' },
            replies: {
              type: 'array',
              items: {
                type: 'object',
                required: ['id', 'status'],
                properties: {
                  id: { type: 'string' },
                  status: { enum: ['accepted', 'refused', 'malformed', 'retry'] },
                },
              },
            },
          },
        }),
      },
      ...refusals,
    },
  },
}

/** The two doors as OpenAPI 3.1, made from the lists of commands and queries. */
export const openApi = (publicUrl: string): string => JSON.stringify({
  openapi: '3.1.0',
  info: {
    title: '小蜜蜂 Little Bee',
    version,
    description: `两个入口：命令改，查询读。公开数据和 Open311 见 ${publicUrl}/data。`,
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: publicUrl }],
  paths: { '/api/commands': commandPath, ...queryPaths() },
  components: {
    schemas: commandSchemas(),
    securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: cookieOf({ publicUrl }).name } },
  },
})
