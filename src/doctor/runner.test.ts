import { expect, test } from 'bun:test'
import { aborted } from '../kernel/scope.ts'
import { TestClock } from '../kernel/test-clock.ts'
import type { Check } from './check.ts'
import { type Finding, fault, unseen, warning, well } from './finding.ts'
import { paperWorld } from './paper-world.ts'
import { type Looked, lookAtAll } from './runner.ts'

const never = new AbortController().signal

function check(name: string, found: Finding | (() => Promise<Finding>), needs: readonly string[] = []): Check {
  return {
    name,
    title: `the ${name}`,
    needs,
    look: () => (typeof found === 'function' ? found() : Promise.resolve(found)),
  }
}

async function found(checks: readonly Check[]): Promise<Readonly<Record<string, string>>> {
  const looked = await lookAtAll(checks, paperWorld(), () => undefined, never)
  return Object.fromEntries(looked.map(({ name, finding }) => [name, finding.kind]))
}

test('what is behind a fault is not looked at, and says what is needed first; a warning is ground enough', async () => {
  const behind = [
    check('ari', fault('gone', 'start it')),
    check('user', well('fine'), ['ari']),
    check('app', well('fine'), ['user']),
  ]
  expect(await found(behind)).toEqual({ ari: 'fault', user: 'unseen', app: 'unseen' })
  expect(await found([check('trunk', warning('slow', 'wait')), check('codecs', well('fine'), ['trunk'])])).toEqual({
    trunk: 'warning',
    codecs: 'well',
  })
  const looked = await lookAtAll(behind, paperWorld(), () => undefined, never)
  expect(looked[1]?.finding).toEqual(unseen('needs "the ari" first'))
})

test('a check that throws stops no other', async () => {
  const bad = check('bad', () => Promise.reject(new Error('a bug')))
  const looked = await lookAtAll([bad, check('good', well('fine'))], paperWorld(), () => undefined, never)
  expect(looked.map(({ finding }) => finding.kind)).toEqual(['warning', 'well'])
  expect(looked[0]?.finding).toMatchObject({ says: 'could not be looked at: a bug' })
})

test('a check that hangs is given up, and told in its place', async () => {
  const clock = new TestClock()
  const hangs: Check = { ...check('hangs', well('')), limitMs: 3_000, look: (_world, signal) => aborted(signal) }
  const told: Looked[] = []
  const looking = lookAtAll(
    [hangs, check('good', well('fine'))],
    { ...paperWorld(), clock },
    (each) => told.push(each),
    never,
  )
  await clock.advance(2_999)
  expect(told).toEqual([])
  await clock.advance(1)
  await looking
  expect(told.map(({ name, finding }) => [name, finding.kind])).toEqual([
    ['hangs', 'fault'],
    ['good', 'well'],
  ])
  expect(told[0]?.finding).toMatchObject({ says: 'there was no answer within 3 s' })
})

test('whoever stops it stops all of it', async () => {
  const controller = new AbortController()
  const hangs: Check = { ...check('hangs', well('')), look: (_world, signal) => aborted(signal) }
  const looking = lookAtAll([hangs], paperWorld(), () => undefined, controller.signal)
  const reason = new Error('enough')
  controller.abort(reason)
  await expect(looking).rejects.toBe(reason)
})
