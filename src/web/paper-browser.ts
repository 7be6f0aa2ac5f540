import type { Role } from './api/contract.ts'
import type { Route } from './api/route.ts'
import { paperCall, paperSite } from './paper-site.ts'

/** A password for each role. */
export const paperPasswords = {
  admin: 'the password of the admin',
  operator: 'that of operators',
  viewer: 'that of viewers',
} as const

/** Where a browser on the same machine finds the page. */
export const paperHome = 'http://127.0.0.1:8188'

/** A paper site and a browser on it, which keeps its cookie and the token of the page. */
export function browser(options: Parameters<typeof paperSite>[0] = {}) {
  const paper = paperSite(options)
  let cookie = ''
  let csrf = ''
  let from = '127.0.0.1'
  const ask = async (path: string, init: RequestInit = {}, headers: Record<string, string> = {}) => {
    const all = { host: '127.0.0.1:8188', ...(cookie === '' ? {} : { cookie }), ...headers }
    return await paper.site.app.request(`${paperHome}${path}`, { ...init, headers: all }, { from })
  }
  const get = (path: string, headers?: Record<string, string>) => ask(path, {}, headers)
  const post = (path: string, body: unknown = {}, headers: Record<string, string> = {}) =>
    ask(
      path,
      { method: 'POST', body: JSON.stringify(body) },
      { 'content-type': 'application/json', 'x-csrf-token': csrf, ...headers },
    )
  const know = async () => {
    const me = (await (await get('/api/me')).json()) as { csrf?: string }
    csrf = me.csrf ?? ''
    return me
  }
  const signIn = async (role: Role, passwords: Record<Role, string> = paperPasswords) => {
    const response = await post('/api/login', { password: passwords[role] })
    cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    await know()
    return response
  }
  /** Comes from another address from now on. */
  const moveTo = (address: string): void => {
    from = address
  }
  return { ...paper, ask, get, post, know, signIn, moveTo }
}

/** A path that a route answers, and a body it takes. */
export function tried({ path }: Route): string {
  return path.replace(':id', paperCall).replace(':n', '1')
}

/** The code of the fault a request was answered with. */
export async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as { code?: string }).code ?? 'none'
}
