import { expect, test } from 'bun:test'
import { dialOn, paperLines } from '../testing/paper-lines.ts'

const never = new AbortController().signal

test('a waiting caller goes before outbound on a full line, and is served when a call ends', async () => {
  const { clock, lines } = paperLines({ concurrent: 1 }, ['02100000001'])
  const outbound = await dialOn(lines.tryOutbound())
  let served = false
  const waiting = lines.admit({ number: '02100000001' }, never).then((room) => {
    served = true
    return room
  })
  await clock.advance(2_000)
  expect(served).toBe(false)
  outbound[Symbol.dispose]()
  const room = await waiting
  expect(lines.tryOutbound()).toMatchObject({ because: 'the line is full (MAX_CONCURRENT_CALLS)' })
  room[Symbol.dispose]()
  expect(lines.tryOutbound()).toHaveProperty('line')
})

test('a caller who gives up while waiting does not hold up the line', async () => {
  const { clock, lines } = paperLines({ concurrent: 1 }, ['02100000001'])
  const outbound = await dialOn(lines.tryOutbound())
  const controller = new AbortController()
  const gone = lines.admit({ number: '02100000001' }, controller.signal).catch((error: unknown) => error)
  await clock.advance(2_000)
  const reason = new Error('hung up')
  controller.abort(reason)
  expect(await gone).toBe(reason)
  outbound[Symbol.dispose]()
  await clock.advance(1_000)
  expect(lines.tryOutbound()).toHaveProperty('line')
})

test('when the first of two waiting callers leaves in the very instant a place is free, the second gets it', async () => {
  const { clock, lines } = paperLines({ concurrent: 1 }, ['02100000001'])
  const line = { number: '02100000001' }
  const outbound = await dialOn(lines.tryOutbound())
  const controller = new AbortController()
  const first = lines.admit(line, controller.signal).catch(() => 'left')
  const second = lines.admit(line, never)
  await clock.advance(1_000)
  outbound[Symbol.dispose]()
  controller.abort(new Error('hung up'))
  expect(await first).toBe('left')
  const room = await second
  room[Symbol.dispose]()
  await clock.advance(1_000)
  expect(lines.tryOutbound()).toHaveProperty('line')
})

test('callers are served in the order they came, a newcomer last', async () => {
  const { lines } = paperLines({ concurrent: 1 }, ['02100000001'])
  const line = { number: '02100000001' }
  const order: string[] = []
  const served = (name: string) => (room: Disposable) => {
    order.push(name)
    return room
  }
  const busy = await lines.admit(line, never)
  const first = lines.admit(line, never).then(served('first'))
  const second = lines.admit(line, never).then(served('second'))
  busy[Symbol.dispose]()
  const newcomer = lines.admit(line, never).then(served('newcomer'))
  for (const waiting of [first, second, newcomer]) (await waiting)[Symbol.dispose]()
  expect(order).toEqual(['first', 'second', 'newcomer'])
})

test('the limit over all inbound calls frees a caller on another line', async () => {
  const { clock, lines } = paperLines({ allInbound: 1 })
  const busy = await lines.admit({ number: '02100000001' }, never)
  let served = false
  const other = lines.admit({ number: '02100000002' }, never).then((room) => {
    served = true
    return room
  })
  await clock.advance(1_000)
  expect(served).toBe(false)
  busy[Symbol.dispose]()
  await other
  expect(served).toBe(true)
})

test('a caller who rings while a call is being placed goes first: that call is not dialled', async () => {
  const { lines } = paperLines({ concurrent: 1 }, ['02100000001'])
  const room = lines.tryOutbound()
  if ('waitMs' in room) throw new Error(room.because)
  const waiting = lines.admit({ number: '02100000001' }, never)
  expect(await room.dial(() => true, never)).toBe(false)
  room[Symbol.dispose]()
  using _served = await waiting
})
