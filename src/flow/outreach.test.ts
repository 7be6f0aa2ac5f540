import { describe, expect, test } from 'bun:test'
import { loadLibrary } from '../scenario/library.ts'
import { readScenarioTree } from '../scenario/source-tree.ts'
import { type PaperCall, playCall } from '../testing/paper-caller.ts'

const sources = readScenarioTree(`${import.meta.dir}/../../scenarios`)

function call(name: string, rest: Omit<PaperCall, 'plan'>): Promise<Awaited<ReturnType<typeof playCall>>> {
  const plan = loadLibrary(sources, name).plans.get(name)
  if (plan === undefined) throw new Error(`there is no scenario ${name}`)
  return playCall({ plan, ...rest })
}

const yes = 'بله بفرمایید'
const no = 'نه ممنون نمی‌خوام'
const where = 'شماره منو از کجا آوردید'
const optOut = 'دیگه به من زنگ نزنید'
const mumble = 'الو الو صدا میاد'
const silence = { silence: true } as const

describe('salehi', () => {
  test.each<[string, Omit<PaperCall, 'plan'>, readonly string[], object]>([
    ['says yes and hears the answer', { replies: [yes] }, ['hello', 'alo', 'yes'], { disposition: 'connected' }],
    ['says no', { replies: [no] }, ['hello', 'alo', 'goodby'], { disposition: 'not_interested' }],
    ['is not understood', { replies: [mumble] }, ['hello', 'alo', 'goodby'], { disposition: 'unknown' }],
    ['opts out', { replies: [optOut] }, ['hello', 'alo', 'goodby'], { disposition: 'complained' }],
    ['says nothing', { replies: [silence] }, ['hello', 'alo'], { disposition: 'hangup' }],
    ['leaves in the greeting', { replies: [], leavesDuring: 'hello' }, ['hello…'], { disposition: 'hangup' }],
    ['leaves while we listen', { replies: [{ leaves: true }] }, ['hello', 'alo'], { disposition: 'hangup' }],
    [
      'asks where we got the number, then agrees',
      { replies: [where, yes] },
      ['hello', 'alo', 'number', 'yes'],
      { disposition: 'connected' },
    ],
    [
      'asks where we got the number, twice',
      { replies: [where, where] },
      ['hello', 'alo', 'number', 'goodby'],
      { disposition: 'unknown' },
    ],
    [
      'asks where we got the number, then is silent',
      { replies: [where, silence] },
      ['hello', 'alo', 'number'],
      { disposition: 'hangup' },
    ],
    [
      'says yes and leaves before the answer ended',
      { replies: [yes], leavesDuring: 'yes' },
      ['hello', 'alo', 'yes…'],
      { disposition: 'disconnected' },
    ],
  ])('a caller who %s', async (_who, played, hears, ends) => {
    const result = await call('salehi', played)
    expect(result.hears).toEqual([...hears])
    expect(result.ends).toMatchObject(ends)
  })
})

describe.each(['sina', 'agrad'])('%s', (name) => {
  test.each<[string, Omit<PaperCall, 'plan'>, readonly string[], object]>([
    [
      'says yes and talks to an operator',
      { replies: [yes] },
      ['hello', 'alo', 'yes', 'onhold'],
      { disposition: 'connected' },
    ],
    ['says no', { replies: [no] }, ['hello', 'alo', 'goodby'], { disposition: 'not_interested' }],
    ['opts out', { replies: [optOut] }, ['hello', 'alo', 'goodby'], { disposition: 'complained' }],
    [
      'is not understood twice',
      { replies: [mumble, mumble] },
      ['hello', 'alo', 'repeat', 'goodby'],
      { disposition: 'unknown' },
    ],
    [
      'is not understood, then agrees',
      { replies: [mumble, yes] },
      ['hello', 'alo', 'repeat', 'yes', 'onhold'],
      { disposition: 'connected' },
    ],
    [
      'asks where we got the number, then refuses',
      { replies: [where, no] },
      ['hello', 'alo', 'repeat', 'goodby'],
      { disposition: 'not_interested' },
    ],
    [
      'says yes and leaves while the operator rings',
      { replies: [yes], transfers: ['leaves'] },
      ['hello', 'alo', 'yes', 'onhold'],
      { disposition: 'disconnected' },
    ],
    ...(['no_answer', 'busy', 'unavailable', 'failed'] as const).map(
      (kind) =>
        [
          `says yes when the transfer is «${kind}»`,
          { replies: [yes], transfers: [kind] },
          ['hello', 'alo', 'yes', 'onhold', 'goodby'],
          { disposition: 'failed', reason: 'operator_failed' },
        ] as [string, Omit<PaperCall, 'plan'>, readonly string[], object],
    ),
  ])('a caller who %s', async (_who, played, hears, ends) => {
    const result = await call(name, played)
    expect(result.hears).toEqual([...hears])
    expect(result.ends).toMatchObject(ends)
  })

  test.each([
    ['quota', 'vira_quota'],
    ['auth', 'stt_auth'],
    ['timeout', 'stt_failure'],
    ['transient', 'stt_failure'],
  ] as const)(
    'a recogniser without service (%s) ends the call as our fault, with a farewell',
    async (because, reason) => {
      const result = await call(name, { replies: [{ kind: 'unavailable', because, provider: 'vira' }] })
      expect(result.hears).toEqual(['hello', 'alo', 'goodby'])
      expect(result.ends).toEqual({ disposition: 'failed', reason })
      expect(result.unavailable).toEqual([`vira: ${because}`])
    },
  )
})
