import { expect, test } from 'bun:test'
import { createServer, type Socket } from 'node:net'
import { systemClock } from '../kernel/clock.ts'
import { Secret } from '../kernel/secret.ts'
import { PanelClient, type PanelRequest } from './client.ts'

const never = new AbortController().signal
const requests: Readonly<Record<'GET' | 'POST', PanelRequest>> = {
  GET: { method: 'GET', path: 'api/dialer/next-batch?company=sina&size=10', wantsBody: true },
  POST: { method: 'POST', path: 'api/dialer/report-result', body: '{"n":1}', idempotencyKey: 'k', wantsBody: false },
}
const answer =
  'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: keep-alive\r\n\r\n{}'

/** Answers `answered` requests and keeps their connections; reads every one after that and closes without a word. */
async function silentAfter(answered: number, close: (socket: Socket) => void) {
  const came: string[] = []
  const server = createServer((socket) => {
    socket.on('error', () => undefined) // the client may close first
    socket.on('data', (bytes) => {
      came.push(bytes.toString().slice(0, 4).trim())
      if (came.length <= answered) socket.write(answer)
      else close(socket)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const settings = { baseUrl: `http://127.0.0.1:${port}`, token: new Secret('t'), timeoutMs: 5_000 }
  return {
    came,
    client: new PanelClient(settings, { clock: systemClock, fetch }),
    [Symbol.dispose]: () => void server.close(),
  }
}

const endings: readonly [string, (socket: Socket) => void][] = [
  ['closes', (socket) => socket.end()],
  ['breaks', (socket) => socket.destroy()],
]

for (const [how, close] of endings) {
  for (const first of ['GET', 'POST'] as const) {
    for (const second of ['GET', 'POST'] as const) {
      test(`a ${second} after a ${first} whose connection ${how} before its answer is sent once, and its sender is told`, async () => {
        using panel = await silentAfter(1, close)
        expect(await panel.client.send(requests[first], never)).toMatchObject({ kind: 'ok' })
        expect(await panel.client.send(requests[second], never)).toMatchObject({ kind: 'unavailable' })
        expect(panel.came).toEqual([first, second])
      })
    }
  }
}
