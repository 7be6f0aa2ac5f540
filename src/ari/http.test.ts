import { expect, test } from 'bun:test'
import { countingIds } from '../kernel/ids.ts'
import { Secret } from '../kernel/secret.ts'
import { TestClock } from '../kernel/test-clock.ts'
import { FakeAsterisk } from '../testing/ari/fake-asterisk.ts'
import { HttpTransport } from './http.ts'
import { Rest } from './rest.ts'

const never = new AbortController().signal

function restAt(baseUrl: string, clock = new TestClock()): Rest {
  return new Rest(
    new HttpTransport({ baseUrl, username: 'salehi', password: new Secret('secret'), timeoutMs: 10_000 }, clock),
  )
}

test('names with slashes and plus signs arrive as they were', async () => {
  using asterisk = new FakeAsterisk()
  const rest = restAt(asterisk.baseUrl)
  await rest.call('recordings.getLive', { recordingName: 'salehi/a b+c' }, never)
  await rest.call(
    'channels.create',
    { endpoint: 'PJSIP/+98912@trunk', app: 'salehi', channelId: countingIds().next() },
    never,
  )
  expect(asterisk.requests[0]?.parameters).toEqual({ recordingName: 'salehi/a b+c' })
  expect(asterisk.requests[1]?.parameters).toMatchObject({ endpoint: 'PJSIP/+98912@trunk' })
})

test('never more than eight requests are under way', async () => {
  using asterisk = new FakeAsterisk()
  let now = 0
  let most = 0
  asterisk.on('channels.list', async () => {
    most = Math.max(most, ++now)
    await new Promise<void>((resolve) => setImmediate(resolve))
    now--
    return undefined
  })
  const rest = restAt(asterisk.baseUrl)
  await Promise.all(Array.from({ length: 50 }, () => rest.call('channels.list', {}, never)))
  expect(most).toBeWithin(2, 9)
})

test('a kept connection Asterisk has closed is opened again where that does no harm', async () => {
  const seen: string[] = []
  let close = true
  using server = Bun.listen({
    hostname: '127.0.0.1',
    port: 0,
    socket: {
      data(socket, bytes) {
        const line = bytes.toString().split(' HTTP')[0] ?? ''
        seen.push(line.split('?')[0] ?? '')
        if (close && !line.includes('/asterisk/info')) {
          close = false
          socket.terminate()
          return
        }
        socket.write('HTTP/1.1 409 Conflict\r\ncontent-length: 2\r\n\r\n{}')
      },
    },
  })
  const rest = restAt(`http://127.0.0.1:${server.port}`)
  await rest.call('asterisk.getInfo', {}, never)
  const created = await rest.call('channels.create', { endpoint: 'x', app: 'salehi', channelId: 'y' }, never)
  expect(created).toMatchObject({ kind: 'refused', status: 409, repeated: true })
  close = true
  const dialed = await rest.call('channels.dial', { channelId: 'y' }, never)
  expect(dialed).toMatchObject({ kind: 'unreachable' })
  expect(seen.filter((line) => line.includes('dial'))).toHaveLength(1)
})

test('errors name neither address nor number nor secret', async () => {
  using asterisk = new FakeAsterisk()
  const { port } = asterisk
  const clock = new TestClock()
  asterisk.on('channels.get', () => new Promise(() => undefined))
  const slow = restAt(asterisk.baseUrl, clock).call('channels.get', { channelId: '09121234567' }, never)
  await asterisk.next('channels.get')
  await clock.advance(10_000)
  const answers = [
    await slow,
    await restAt('http://127.0.0.1:1/ari').call('channels.get', { channelId: '09121234567' }, never),
    await restAt(asterisk.baseUrl).call('channels.dial', { channelId: '09121234567' }, never),
  ]
  expect(answers.map(({ kind }) => kind)).toEqual(['unreachable', 'unreachable', 'refused'])
  for (const told of ['0912', 'secret', '127.0.0.1', String(port)]) expect(JSON.stringify(answers)).not.toContain(told)
})

test('an abort ends a request with its reason', async () => {
  using asterisk = new FakeAsterisk()
  asterisk.on('channels.list', () => new Promise(() => undefined))
  const stop = new AbortController()
  const asking = restAt(asterisk.baseUrl).call('channels.list', {}, stop.signal)
  await asterisk.next('channels.list')
  const reason = new Error('enough')
  stop.abort(reason)
  expect(await asking.catch((error: unknown) => error)).toBe(reason)
})
