import type { Caller } from '../auth/caller.ts'
import { clearCookie, setCookie } from '../auth/cookie.ts'
import type { Gatekeeper } from '../auth/gatekeeper.ts'
import { type Passwords, roleOf } from '../auth/passwords.ts'
import type { Throttle } from '../auth/throttle.ts'
import type { SitePorts } from '../site-ports.ts'
import { loginBody, type Me, meSchema, noBody } from './contract.ts'
import { doneAnswer } from './contract-calls.ts'
import { Refused } from './refused.ts'
import { type Asked, type Route, route } from './route.ts'

/** What signing in works with. */
export interface SessionRouteParts {
  readonly ports: Pick<SitePorts, 'about' | 'audit'>
  readonly gatekeeper: Gatekeeper
  readonly passwords: Passwords
  readonly throttle: Throttle
}

/** Who am I, signing in and out. */
export function sessionRoutes(parts: SessionRouteParts): readonly Route[] {
  const { gatekeeper, ports } = parts
  return [
    route({
      method: 'GET',
      path: '/api/me',
      least: 'anybody',
      summary: 'Who is asking, and what the page needs to begin',
      answer: meSchema,
      run: ({ caller }) => meOf(caller, ports.about),
    }),
    route({
      method: 'POST',
      path: '/api/login',
      least: 'anybody',
      summary: 'Sign in: the password decides the role',
      body: loginBody,
      answer: meSchema,
      withoutProof: true,
      run: (asked) => signIn(asked, parts),
    }),
    route({
      method: 'POST',
      path: '/api/logout',
      least: 'viewer',
      summary: 'Sign out',
      body: noBody,
      answer: doneAnswer,
      audit: () => ({ action: 'logout' }),
      run: ({ caller, request }) => {
        const { access } = gatekeeper
        if (access.kind === 'guarded' && caller?.session !== undefined) access.sessions.close(caller.session)
        return { answer: { done: true }, headers: { 'set-cookie': clearCookie(request.headers) } }
      },
    }),
    route({
      method: 'POST',
      path: '/api/logout-all',
      least: 'admin',
      summary: 'Sign everybody out',
      body: noBody,
      answer: doneAnswer,
      audit: () => ({ action: 'logout_all' }),
      run: ({ request }) => {
        const { access } = gatekeeper
        if (access.kind === 'guarded') access.sessions.closeAll()
        return { answer: { done: true }, headers: { 'set-cookie': clearCookie(request.headers) } }
      },
    }),
  ]
}

function signIn({ body, from, request }: Asked<unknown, { readonly password: string }>, parts: SessionRouteParts) {
  const { gatekeeper, passwords, throttle, ports } = parts
  const { access } = gatekeeper
  if (access.kind === 'open') {
    throw new Refused('wrong_input', 'there is no password to sign in with', 'set WEB_PASSWORD to have one')
  }
  const waitMs = throttle.waitMs(from)
  if (waitMs > 0) {
    const seconds = Math.ceil(waitMs / 1_000)
    const advice = `wait ${Math.ceil(seconds / 60)} minutes`
    throw new Refused('too_many_tries', 'too many wrong passwords were written', advice, seconds)
  }
  throttle.tried(from)
  const role = roleOf(body.password, passwords)
  ports.audit.write({
    role: role ?? 'nobody',
    access: 'session',
    from,
    action: 'login',
    outcome: role === undefined ? 'wrong_password' : 'done',
  })
  if (role === undefined) {
    throw new Refused('wrong_password', 'that is not the password', 'it is the WEB_PASSWORD of the settings')
  }
  throttle.right(from)
  const { secret, caller } = access.sessions.open(role)
  return { answer: meOf(caller, ports.about), headers: { 'set-cookie': setCookie(secret, request.headers) } }
}

function meOf(caller: Caller | undefined, about: SitePorts['about']): Me {
  if (caller === undefined) return { access: 'none' }
  const { role, access, csrf, until } = caller
  return {
    role,
    access,
    ...(csrf === undefined ? {} : { csrf }),
    ...(until === undefined ? {} : { until }),
    ...about,
    scenarios: [...about.scenarios],
  }
}
