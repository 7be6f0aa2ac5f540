/** A stand-in of the one request to Melipayamak's console that costs nothing: how much credit there is. */
export interface CreditStandIn extends AsyncDisposable {
  readonly url: string
  /** What the account has. */
  amount: number
  /** Every request that was not for the credit; empty is what a test expects. */
  readonly violations: readonly string[]
}

/** Starts it; the key is part of the address. */
export function startCredit(key: string): CreditStandIn {
  const violations: string[] = []
  const stand = { amount: 37_414 }
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch(request) {
      const { pathname } = new URL(request.url)
      if (request.method === 'HEAD') return new Response()
      if (request.method !== 'GET' || !pathname.startsWith('/api/receive/credit/')) {
        violations.push(`${request.method} ${pathname}`)
        return Response.json({ status: 'درخواست نامعتبر است' }, { status: 400 })
      }
      if (pathname !== `/api/receive/credit/${key}`)
        return Response.json({ status: 'کلید کنسول معتبر نیست' }, { status: 401 })
      return Response.json({ amount: stand.amount, status: '' })
    },
  })
  return Object.assign(stand, {
    url: `http://127.0.0.1:${server.port}`,
    violations,
    [Symbol.asyncDispose]: () => server.stop(true),
  })
}
