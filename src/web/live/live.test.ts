import { expect, test } from 'bun:test'
import { changeSchema, type Day, daySchema } from '../api/contract.ts'
import { browser, paperPasswords as passwords } from '../paper-browser.ts'
import { paperLive, paperNumber } from '../paper-site.ts'

interface Event {
  readonly name: string
  readonly data: unknown
}

type Reading = Pick<ReadableStreamDefaultReader<Uint8Array>, 'read' | 'cancel'>

function dayIn(event: Event | undefined): Day {
  return daySchema.parse(event?.data)
}

/** Reads a stream of events as far as they have come. */
class Reader {
  readonly #reader: Reading
  readonly #decoder = new TextDecoder()
  closed = false

  constructor(response: Response) {
    this.#reader = (response.body as ReadableStream<Uint8Array>).getReader() as Reading
  }

  /** What has come since the last look; the stream is asked until it has nothing more at once. */
  async events(): Promise<readonly Event[]> {
    let text = ''
    for (;;) {
      const read = await this.#next()
      if (read === undefined) break
      text += read
    }
    return text.split('\n\n').flatMap((block) => {
      const name = /^event: (.*)$/m.exec(block)?.[1]
      const data = /^data: (.*)$/m.exec(block)?.[1]
      return name === undefined || data === undefined ? [] : [{ name, data: JSON.parse(data) as unknown }]
    })
  }

  async cancel(): Promise<void> {
    await this.#reader.cancel()
  }

  #pending: Promise<string | undefined> | undefined

  async #next(): Promise<string | undefined> {
    this.#pending ??= this.#reader.read().then(({ done, value }) => {
      if (done) this.closed = true
      return done ? undefined : this.#decoder.decode(value)
    })
    const turns = (async () => {
      for (let turn = 0; turn < 3; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
      return undefined
    })()
    const got = await Promise.race([this.#pending, turns])
    if (got !== undefined) this.#pending = undefined
    return got
  }
}

/** A paper site whose events flow. */
function begin(options: Parameters<typeof browser>[0] = {}) {
  const page = browser(options)
  const stop = new AbortController()
  const running = page.site.run(stop.signal)
  const listen = async () => new Reader(await page.get('/api/live'))
  return {
    ...page,
    listen,
    async [Symbol.asyncDispose]() {
      stop.abort(new Error('over'))
      await running
    },
  }
}

test('whoever comes gets all there is, then what changes and nothing else', async () => {
  await using site = begin()
  const reader = await site.listen()
  const [day, log] = await reader.events()
  expect([day?.name, log?.name]).toEqual(['day', 'log'])
  expect(daySchema.parse(day?.data) as unknown).toEqual(day?.data)
  expect(dayIn(day).calls).toEqual([paperLive()])
  await site.clock.advance(5_000)
  expect(await reader.events()).toEqual([])
  const second = paperLive({ id: '019b8d3a00007000800000000000000b', phase: 'ringing' })
  site.calls.push(second)
  await site.clock.advance(1_000)
  const [change, ...more] = await reader.events()
  expect([change?.name, more]).toEqual(['change', []])
  expect(changeSchema.parse(change?.data) as unknown).toEqual(change?.data)
  expect(change?.data).toEqual({ at: site.clock.now(), calls: { changed: [second], gone: [] } })
  site.calls.shift()
  await site.clock.advance(1_000)
  const [gone] = await reader.events()
  expect(gone?.data).toMatchObject({ calls: { changed: [], gone: [paperLive().id] } })
})

test('however much changes, nobody is told more than once a second', async () => {
  await using site = begin()
  const reader = await site.listen()
  await reader.events()
  for (let n = 0; n < 40; n++) {
    site.calls[0] = paperLive({ since: n })
    await site.clock.advance(100)
  }
  expect((await reader.events()).map(({ name }) => name)).toEqual(Array(4).fill('change'))
})

test('one who comes later goes on from the same day as the others', async () => {
  await using site = begin()
  const first = await site.listen()
  await first.events()
  site.calls[0] = paperLive({ phase: 'with_operator' })
  await site.clock.advance(1_000)
  const late = await site.listen()
  const [day] = await late.events()
  expect(dayIn(day).calls[0]?.phase).toBe('with_operator')
  site.calls.pop()
  await site.clock.advance(1_000)
  expect((await late.events()).map(({ name }) => name)).toEqual(['change'])
})

test('a viewer is told of calls, never of their numbers', async () => {
  await using site = begin({ passwords })
  await site.signIn('viewer')
  const masked = await site.listen()
  await site.signIn('operator')
  const whole = await site.listen()
  site.calls.push(paperLive({ id: '019b8d3a00007000800000000000000c' }))
  const seen = JSON.stringify(await masked.events())
  await site.clock.advance(1_000)
  const changed = JSON.stringify(await masked.events())
  expect([seen.includes(paperNumber), changed.includes(paperNumber), changed.includes('…0001')]).toEqual([
    false,
    false,
    true,
  ])
  expect(JSON.stringify(await whole.events())).toContain(paperNumber)
})

test('new lines of the log are told once each, in order', async () => {
  await using site = begin()
  const reader = await site.listen()
  await reader.events()
  const line = (n: number) => ({ n, at: 0, level: 'info', event: 'e', text: `line ${n}` }) as const
  site.lines.push(line(2), line(3))
  await site.clock.advance(1_000)
  site.lines.push(line(4))
  await site.clock.advance(2_000)
  const told = (await reader.events()).map(({ name, data }) => [
    name,
    (data as { lines: { n: number }[] }).lines.map(({ n }) => n),
  ])
  expect(told).toEqual([
    ['log', [2, 3]],
    ['log', [4]],
  ])
})

test('while nothing happens a beat says that we are there', async () => {
  await using site = begin()
  const reader = await site.listen()
  await reader.events()
  await site.clock.advance(46_000)
  expect((await reader.events()).map(({ name }) => name)).toEqual(['beat', 'beat', 'beat'])
})

test('a session that ends takes its events along', async () => {
  await using site = begin({ passwords })
  await site.signIn('admin')
  const reader = await site.listen()
  await reader.events()
  await site.post('/api/logout')
  await site.clock.advance(11_000)
  expect(await reader.events()).toEqual([{ name: 'end', data: { code: 'not_signed_in' } }])
  expect(reader.closed).toBe(true)
})

test('when the engine ends, everybody is told', async () => {
  const site = begin()
  const reader = await site.listen()
  await reader.events()
  await site[Symbol.asyncDispose]()
  expect(await reader.events()).toEqual([{ name: 'end', data: { code: 'ending' } }])
  expect((await site.get('/api/live')).status).toBe(503)
})

test('there is room for so many, and whoever leaves makes room', async () => {
  await using site = begin()
  const readers: Reader[] = []
  for (let n = 0; n < 64; n++) readers.push(await site.listen())
  const refused = await site.get('/api/live')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5'])
  await readers[0]?.cancel()
  expect((await site.get('/api/live')).status).toBe(200)
})

test('asking for the headers alone takes no place', async () => {
  await using site = begin()
  for (let n = 0; n < 100; n++) expect((await site.ask('/api/live', { method: 'HEAD' })).status).toBe(200)
  expect((await site.get('/api/live')).status).toBe(200)
})

test('who does not read is cut off, and the others are told on', async () => {
  await using site = begin()
  const slow = await site.get('/api/live')
  const reader = await site.listen()
  await reader.events()
  const text = 'x'.repeat(1_000)
  let told = 0
  for (let n = 2; n < 1_200; n += 50) {
    for (let each = n; each < n + 50; each++) site.lines.push({ n: each, at: 0, level: 'info', event: 'e', text })
    await site.clock.advance(1_000)
    told += (await reader.events()).length
  }
  expect(told).toBe(24)
  const cut = (slow.body as ReadableStream<Uint8Array>).getReader()
  expect(
    await cut.read().then(
      () => 'read',
      () => 'cut',
    ),
  ).toBe('cut')
})
