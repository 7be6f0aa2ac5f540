import { type Caller, reaches } from '../auth/caller.ts'
import type { Gatekeeper } from '../auth/gatekeeper.ts'
import { sameText } from '../auth/passwords.ts'
import { neverKept } from '../auth/security-headers.ts'
import type { AuditBook } from '../site-ports.ts'
import { bodyOf, queryOf } from './input.ts'
import { Refused } from './refused.ts'
import type { Asked, Route } from './route.ts'

/** What stands at the door. */
export interface Doors {
  readonly gatekeeper: Gatekeeper
  readonly audit: AuditBook
}

/** A request with what the server knows of it. */
export interface Come {
  readonly request: Request
  readonly params: Readonly<Record<string, string>>
  readonly from: string
}

/** Lets a request in, or not; understands it, answers it, and writes down what was ordered. Throws {@link Refused}. */
export async function answer(each: Route, { gatekeeper, audit }: Doors, come: Come): Promise<Response> {
  const { request, params, from } = come
  const caller = gatekeeper.identify(request.headers)
  admit(each, caller)
  if (request.method === 'POST' && each.withoutProof !== true) prove(caller, request.headers)
  const query = queryOf(each, request)
  const body = await bodyOf(each, request)
  const asked = { caller, params, query, body, from, request } as Asked<never, never>
  const audited = each.audit?.(asked)
  const note = (outcome: string): void => {
    if (audited === undefined || caller === undefined) return
    audit.write({ role: caller.role, access: caller.access, from, outcome, ...audited })
  }
  try {
    const done = await each.run(asked)
    note('done')
    return responseOf(done)
  } catch (error) {
    note(error instanceof Refused ? error.fault.code : 'fault')
    throw error
  }
}

function admit({ least }: Route, caller: Caller | undefined): void {
  if (least === 'anybody') return
  if (caller === undefined) {
    throw new Refused('not_signed_in', 'nobody is signed in', 'sign in, or send Authorization: Bearer with API_TOKEN')
  }
  if (!reaches(caller.role, least)) {
    throw new Refused(
      'not_allowed',
      `${caller.role}s may not do that`,
      `sign in with the password of ${articled(least)}`,
    )
  }
}

function articled(role: string): string {
  return /^[aeiou]/.test(role) ? `an ${role}` : `a ${role}`
}

/** An order shows that the page it comes from is ours; a program shows its token instead. */
function prove(caller: Caller | undefined, headers: Headers): void {
  if (caller?.access === 'token') return
  const shown = headers.get('x-csrf-token')
  if (caller?.csrf !== undefined && shown !== null && sameText(shown, caller.csrf)) return
  throw new Refused(
    'foreign_request',
    'the order does not show that it comes from the page',
    'ask /api/me and send its csrf as X-CSRF-Token',
  )
}

function responseOf(done: unknown): Response {
  if (done instanceof Response) return done
  if (typeof done === 'object' && done !== null && 'answer' in done && 'headers' in done) {
    const { answer: content, headers } = done as { readonly answer: unknown; readonly headers: Record<string, string> }
    return Response.json(content, { headers: { ...neverKept, ...headers } })
  }
  return Response.json(done, { headers: neverKept })
}
