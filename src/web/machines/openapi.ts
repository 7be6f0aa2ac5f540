import { z } from 'zod'
import { faultSchema } from '../api/contract.ts'
import { type Route, route } from '../api/route.ts'

/** `GET /api/openapi.json`: the document of the interface, made of the very schemas the routes are checked with. */
export function openApiRoute(routes: readonly Route[], version: string): Route {
  const own: Route = route({
    method: 'GET',
    path: '/api/openapi.json',
    least: 'viewer',
    summary: 'This document',
    answer: 'application/json',
    run: () => {
      document ??= openApi([...routes, own], version)
      return Response.json(document, { headers: { 'cache-control': 'no-store' } })
    },
  })
  let document: unknown
  return own
}

/** The routes as OpenAPI 3.1. */
export function openApi(routes: readonly Route[], version: string): unknown {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const each of routes) {
    const path = each.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [each.method.toLowerCase()]: operation(each) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'salehi',
      version,
      description: 'Times are epoch milliseconds; phone numbers never stand in an address.',
    },
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'API_TOKEN; does what operators may' },
        session: { type: 'apiKey', in: 'cookie', name: 'salehi_session', description: 'from POST /api/login' },
      },
      schemas: { Fault: schemaOf(faultSchema, 'output') },
    },
  }
}

function operation(each: Route): unknown {
  const { least, summary, query, body, answer, path } = each
  const content =
    typeof answer === 'string' ? { [answer]: {} } : { 'application/json': { schema: schemaOf(answer, 'output') } }
  const parameters = [...pathParameters(path), ...queryParameters(query)]
  return {
    summary,
    'x-least-role': least,
    ...(least === 'anybody' ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } }),
    responses: {
      200: { description: summary, content },
      default: {
        description: 'A fault',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Fault' } } },
      },
    },
  }
}

function pathParameters(path: string): readonly unknown[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: name === 'n' ? 'integer' : 'string' },
  }))
}

function queryParameters(query: z.ZodType | undefined): readonly unknown[] {
  if (query === undefined) return []
  const schema = schemaOf(query, 'input') as {
    readonly properties?: Readonly<Record<string, unknown>>
    readonly required?: readonly string[]
  }
  return Object.entries(schema.properties ?? {}).map(([name, each]) => ({
    name,
    in: 'query',
    required: schema.required?.includes(name) ?? false,
    schema: each,
  }))
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): unknown {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
