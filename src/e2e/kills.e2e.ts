import { beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { buildCrashing, crashing, crashVariables } from './crash-build.ts'
import { executable } from './engine.ts'
import { type Died, dieEverywhere } from './kills/campaign-of-deaths.ts'
import { nameOf } from './kills/points.ts'
import { controlLimitMs, type Tried } from './kills/trial.ts'

const limitMs = 110_000
setDefaultTimeout(limitMs)

/** So few deaths, from all over the day; `npx bun src/e2e/kills/run.ts` dies at every point. */
const [once, twice] = [14, 4]
let died: Died

beforeAll(async () => {
  await buildCrashing()
  died = await dieEverywhere({ once, twice, rigs: 3, tell: () => undefined }, AbortSignal.timeout(limitMs))
}, limitMs)

const named = (tried: readonly Tried[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(tried.map(({ deaths, faults }) => [nameOf(deaths), faults]))

test('a day nobody disturbs comes to one fact a number', () => {
  expect(died.undisturbed.faults).toEqual([])
  expect(died.undisturbed.passed.size).toBeGreaterThan(30)
})

test('wherever the engine is killed, the next one accounts for every number and every caller once', () => {
  expect(died.deaths.length).toBe(once + twice)
  expect(died.deaths.every((tried) => tried.died)).toBe(true)
  expect(named(died.deaths.filter(({ faults }) => faults.length > 0))).toEqual({})
})

test('a store that forgets what it was told is found out', () => {
  expect(died.forgetful.died).toBe(true)
  expect(died.forgetful.faults.join()).toContain('RANG 2 times')
})

test('the next engine is in control within five seconds', () => {
  expect(Math.max(...died.deaths.map(({ inControlMs = Number.POSITIVE_INFINITY }) => inControlMs))).toBeLessThan(
    controlLimitMs,
  )
})

test('the product knows nothing of dying on order', async () => {
  const holds = async (file: string): Promise<boolean> =>
    Buffer.from(await Bun.file(file).arrayBuffer()).includes(crashVariables)
  expect(await holds(crashing)).toBe(true)
  expect(await holds(executable)).toBe(false)
})
