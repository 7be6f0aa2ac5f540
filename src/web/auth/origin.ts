/** Why a request is not answered at all, for people. */
export interface Foreign {
  readonly error: string
  readonly advice: string
}

/** The names under which a machine knows itself. */
const ownName = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i

/** Headers a proxy puts on: then whoever asks is somewhere else. */
const proxied = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'] as const

/**
 * Whether an address is this machine's own alone. Names other than localhost are not looked up: what they mean may change.
 */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i.test(host)
}

/**
 * What stands against a request before anybody is asked for: one that another site's page makes a browser send, and,
 * where the page is open to this machine alone, one that came by another name (a name may be made to mean this machine)
 * or through a proxy. Undefined: nothing.
 */
export function foreignness({ method, headers }: Request, access: 'open' | 'guarded'): Foreign | undefined {
  if (access === 'open' && !ownName.test(headers.get('host') ?? '')) {
    return {
      error: 'the page is open to this machine alone and was asked for by another name',
      advice: 'open it as http://127.0.0.1 with its port, or set WEB_PASSWORD to use it by other names',
    }
  }
  if (access === 'open' && proxied.some((name) => headers.has(name))) {
    return {
      error: 'the page is open to this machine alone and was asked for through a proxy',
      advice: 'set WEB_PASSWORD to use the page through a proxy',
    }
  }
  if (isOwnPage(headers) || (method === 'GET' && isLink(headers))) return undefined
  return {
    error: "the request comes from another site's page",
    advice: "use salehi's own page; a proxy before it has to hand on the Host header as it came",
  }
}

/** What the browser itself says goes first: it knows, and no page can make it lie. */
function isOwnPage(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site')
  if (site !== null) return site === 'same-origin' || site === 'none'
  const origin = headers.get('origin')
  if (origin === null) return true
  const host = URL.parse(origin)?.host.toLowerCase()
  return host !== undefined && (host === headers.get('host')?.toLowerCase() || host === forwardedHost(headers))
}

/** No page can send this header to another site without that site's leave. */
function forwardedHost(headers: Headers): string | undefined {
  return headers.get('x-forwarded-host')?.toLowerCase()
}

/** Somebody follows a link to the page. */
function isLink(headers: Headers): boolean {
  return headers.get('sec-fetch-mode') === 'navigate' && headers.get('sec-fetch-dest') === 'document'
}
