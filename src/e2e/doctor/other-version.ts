import type { Asterisk } from '../rig/asterisk.ts'

/** An Asterisk that says it is of another version; everything else is passed on. */
export function startOtherVersion(asterisk: Asterisk, version: string): AsyncDisposable & { readonly url: string } {
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      const { pathname, search } = new URL(request.url)
      const body = request.body === null ? {} : { body: await request.text() }
      const headers = { authorization: request.headers.get('authorization') ?? '', 'content-type': 'application/json' }
      const url = `${asterisk.ariUrl}${pathname.slice('/ari'.length)}${search}`
      const answer = await fetch(url, { method: request.method, headers, ...body })
      const text = (await answer.text()).replace(/"version":"[^"]*"/, `"version":"${version}"`)
      return new Response(answer.status === 204 ? undefined : text, { status: answer.status })
    },
  })
  return { url: `http://127.0.0.1:${server.port}/ari`, [Symbol.asyncDispose]: () => server.stop(true) }
}
