import { expect, test } from 'bun:test'
import { Secret } from '../../kernel/secret.ts'
import { virtualEngine } from './virtual-engine.ts'

test.each([
  ['the password is wrong', { password: new Secret('other') }, 'password'],
  ['the user may only look', { username: 'viewer' }, 'read_only'],
  ['there is no ARI', { baseUrl: 'http://pbx/elsewhere' }, 'no_ari'],
  ['the events are elsewhere', { wsUrl: 'ws://pbx/elsewhere' }, 'events_address'],
] as const)('the engine says so when %s', async (_what, config, because) => {
  await using engine = await virtualEngine({ config, connected: false })
  await engine.clock.advance(1_000)
  expect(engine.connection.status()).toMatchObject({ kind: 'refused', because })
})

test('an exchange that does not run cannot be reached, and is found once it does', async () => {
  await using engine = await virtualEngine({ connected: false })
  engine.pbx.kill()
  await engine.clock.advance(3_000)
  expect(engine.connection.status()).toMatchObject({ kind: 'refused', because: 'unreachable' })
  engine.pbx.start()
  await engine.clock.advance(10_000)
  expect(engine.connection.status()).toMatchObject({ kind: 'up', version: '22.10.1' })
})
