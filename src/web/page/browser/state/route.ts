/** What of the page is to be seen. */
export type Route =
  | { readonly kind: 'today' }
  | { readonly kind: 'calls' }
  | { readonly kind: 'call'; readonly id: string }
  | { readonly kind: 'numbers' }
  | { readonly kind: 'barred' }
  | { readonly kind: 'alerts' }
  | { readonly kind: 'outbox' }
  | { readonly kind: 'audit' }
  | { readonly kind: 'lost' }

const paths = {
  today: '/',
  calls: '/calls',
  numbers: '/numbers',
  barred: '/do-not-call',
  alerts: '/alerts',
  outbox: '/outbox',
  audit: '/audit',
} as const

/** The route of an address' path; `lost` where there is nothing. */
export function routeOf(path: string): Route {
  const plain = path === '/' ? path : path.replace(/\/$/, '')
  for (const [kind, at] of Object.entries(paths)) if (at === plain) return { kind: kind as keyof typeof paths }
  const id = /^\/calls\/([0-9a-zA-Z][0-9a-zA-Z_-]{0,79})$/.exec(plain)?.[1]
  return id === undefined ? { kind: 'lost' } : { kind: 'call', id }
}

/** The path that leads there. A phone number never stands in one. */
export function pathOf(route: Route): string {
  if (route.kind === 'call') return `/calls/${encodeURIComponent(route.id)}`
  return route.kind === 'lost' ? '/' : paths[route.kind]
}
