import type { z } from 'zod'
import { Refused } from './refused.ts'
import type { Route } from './route.ts'

/** The body of an order; an empty one is `{}`. Throws {@link Refused}. */
export async function bodyOf({ body }: Route, request: Request): Promise<unknown> {
  if (body === undefined) return undefined
  const kind = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (kind !== 'application/json') {
    throw new Refused('wrong_input', 'the body is not JSON', 'send it with Content-Type: application/json')
  }
  const text = await request.text()
  return understood(body, text === '' ? {} : parsed(text), 'the body')
}

/** What stands behind the question mark. Throws {@link Refused}. */
export function queryOf({ query }: Route, request: Request): unknown {
  if (query === undefined) return undefined
  return understood(query, Object.fromEntries(new URL(request.url).searchParams), 'the address')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refused('wrong_input', 'the body is not JSON', 'send an object like {"name": "value"}')
  }
}

/** Names what is wrong by its place and never repeats what was sent: it may be a number. */
function understood(schema: z.ZodType, value: unknown, where: string): unknown {
  const read = schema.safeParse(value)
  if (read.success) return read.data
  const issues = read.error.issues.slice(0, 5).map(faultOf)
  throw new Refused('wrong_input', `${where} is not what is meant here: ${issues.join('; ')}`, 'see /api/openapi.json')
}

function faultOf(issue: z.core.$ZodIssue): string {
  const at = issue.path.length === 0 ? '' : `${issue.path.map(String).join('.').slice(0, 60)}: `
  return `${at}${sentenceOf(issue)}`
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${issue.expected}`
    case 'too_small':
      return `must be at least ${issue.minimum}${lengthOf(issue.origin)}`
    case 'too_big':
      return `must be at most ${issue.maximum}${lengthOf(issue.origin)}`
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`
    case 'unrecognized_keys':
      return 'has a name that is not known here'
    default:
      return 'is not written as it should be'
  }
}

function lengthOf(origin: string): string {
  return origin === 'string' ? ' letters' : origin === 'array' ? ' of them' : ''
}
