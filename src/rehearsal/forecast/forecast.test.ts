import { expect, test } from 'bun:test'
import type { Wire } from '../../ari/wire.ts'
import { defaultMix } from './mix.ts'
import { figuresOf, playPaper } from './paper-campaign.ts'

const timeoutMs = 120_000

/** An exchange that answers some requests otherwise than Asterisk does. */
function answering(what: RegExp, body: string, status = 200): (wire: Wire) => Wire {
  return (wire) => ({
    openSocket: (url, headers) => wire.openSocket(url, headers),
    fetch: async (url, request) => {
      const told = `${request.method} ${url.slice(url.indexOf('/ari/') + 4)}`
      return what.test(told) ? new Response(body, { status }) : await wire.fetch(url, request)
    },
  })
}

test(
  'the same seed is the same campaign; another seed is another',
  async () => {
    const [one, again, other] = [await figuresOf({}), await figuresOf({}), await figuresOf({ seed: 2 })]
    expect(again).toEqual(one)
    expect(other).not.toEqual(one)
    expect(one.calls).toBeGreaterThan(60)
    expect(one.endsAt).toBeDefined()
    expect(one.uncalled).toBe(0)
  },
  timeoutMs,
)

test(
  'the same people answer and agree, however many lines and operators there are',
  async () => {
    // All of them within one hour either way: what people do may depend on the hour alone.
    const few = await figuresOf({ mix: { contacts: 40 } })
    const many = await figuresOf({
      mix: { contacts: 40 },
      settings: {
        MAX_CONCURRENT_CALLS: '8',
        MAX_CALLS_PER_MINUTE: '0',
        OPERATOR_MOBILE_NUMBERS: '09121111111',
        DIAL_PREFIX: '9',
      },
    })
    expect([many.answered, many.agreed]).toEqual([few.answered, few.agreed])
    expect(many.seats).toBe(1)
    expect(few.agreed).toBeGreaterThan(0)
  },
  timeoutMs,
)

test(
  'a line that may make thirty calls a day spreads the list over days, and the report says what held it back',
  async () => {
    const figures = await figuresOf({ mix: { contacts: 50, answerRate: always(1) }, settings: dailyLimit(10) })
    expect(figures.days.map(({ calls }) => calls)).toEqual([20, 20, 10])
    expect(figures.endsAt?.day).toBe(3)
    expect(figures.held.get('per_day') ?? 0).toBeGreaterThan(12 * 3_600_000)
    expect([figures.unreached, figures.answered]).toEqual([0, 50])
  },
  timeoutMs,
)

test(
  'a list that does not end in the days it is given says so, with those never called',
  async () => {
    const figures = await figuresOf({
      mix: { contacts: 50, answerRate: always(1) },
      settings: dailyLimit(5),
      mostDays: 2,
    })
    expect(figures.endsAt).toBeUndefined()
    expect([figures.calls, figures.uncalled, figures.unreached]).toEqual([20, 30, 0])
  },
  timeoutMs,
)

test(
  'whoever agrees and finds nobody with patience left is counted as abandoned, and nobody else is',
  async () => {
    const impatient = {
      contacts: 30,
      answerRate: always(1),
      yesRate: always(1),
      hesitation: 0,
      patienceMs: 1_000,
    }
    const gone = await figuresOf({ mix: impatient })
    expect([gone.agreed, gone.abandoned, gone.connected]).toEqual([30, 30, 0])
    const patient = await figuresOf({
      mix: {
        ...impatient,
        patienceMs: 3_600_000,
        operators: { ...defaultMix.operators, answerRate: 1 },
        talkMs: always(5_000),
      },
      settings: { MAX_CONCURRENT_CALLS: '1' },
    })
    expect([patient.agreed, patient.abandoned, patient.connected]).toEqual([30, 0, 30])
    expect(patient.operatorWait.p50).toBeGreaterThan(2_000)
    for (const { operatorMs, openMs } of patient.hours) expect(operatorMs).toBeLessThanOrEqual(openMs * patient.seats)
  },
  timeoutMs,
)

test(
  'a model understands as many of the unclear as the mix says, where the settings have one',
  async () => {
    const mix = {
      contacts: 40,
      answerRate: always(1),
      yesRate: always(0),
      patienceMs: 600_000,
      replies: { no: 0, unclear: 1, asks: 0, silent: 0, leaves: 0, complains: 0 },
      model: { understands: 1, takesMs: 500 },
    }
    const without = await figuresOf({ mix })
    expect([without.outcomes.unknown, without.replies.byModel]).toEqual([40, 0])
    const understood = await figuresOf({ mix, settings: { GAPGPT_API_KEY: 'key' } })
    expect(understood.outcomes.unknown ?? 0).toBe(0)
    expect(understood.replies.byModel).toBe(40)
    expect(understood.agreed).toBeGreaterThan(5)
  },
  timeoutMs,
)

test(
  'nobody is called outside of the calling hours, and the nights are not waited for',
  async () => {
    const figures = await figuresOf({ mix: { contacts: 40 }, settings: { CALLING_HOURS: 'mon-sun 18:00-18:05' } })
    expect(figures.hours.flatMap(({ calls }, hour) => (calls > 0 ? [hour] : []))).toEqual([18])
    expect(figures.days.length).toBeGreaterThan(1)
  },
  timeoutMs,
)

test(
  'a network that says nothing keeps a number waiting and breaks nothing off',
  async () => {
    const silent = { no_answer: 0, busy: 0, power_off: 0, unallocated: 0, rejected: 0, silent_network: 1 }
    const figures = await figuresOf({ mix: { contacts: 15, answerRate: always(0), causes: silent } })
    expect([figures.calls, figures.uncalled]).toEqual([0, 15])
    expect(figures.unplaced).toBeGreaterThanOrEqual(15)
  },
  timeoutMs,
)

test('hours that never open are told instead of waited for', async () => {
  expect(await playPaper({ files: scenario('calling_hours: { mon: closed }') })).toMatchObject({ kind: 'closed' })
})

test.each([
  ['a channel that is no channel', answering(/^POST \/channels/, '[]')],
  ['no JSON', answering(/^POST \/channels/, '<html>')],
  ['a refusal of every channel', answering(/^POST \/channels/, '{"message":"no"}', 500)],
  ['recordings that are no sound', answering(/^GET \/recordings/, 'noise'.repeat(20_000))],
  ['no list of channels', answering(/^GET \/channels/, '{}')],
] as const)(
  'an exchange that breaks its contract (%s) ends the simulation with what broke, and nothing hangs',
  async (_, between) => {
    const forecast = await playPaper({ mix: { contacts: 20, answerRate: always(1) }, between })
    expect(forecast.kind).toBe('broken')
    expect(forecast.kind === 'broken' ? forecast.because : '').toMatch(/^day 1, \d\d:\d\d: .{10,}/)
  },
  timeoutMs,
)

function always(value: number): readonly number[] {
  return Array.from({ length: 24 }, () => value)
}

function dailyLimit(calls: number): Readonly<Record<string, string>> {
  return { MAX_CALLS_PER_DAY: String(calls) }
}

function scenario(policy: string): Readonly<Record<string, string>> {
  return {
    'company.yaml': `salehi: 1\ncompany: paper\n${policy}\n`,
    'hi.yaml':
      'salehi: 1\nname: hi\nlanguage: en\nprompts: { hello: { audio: hello.mp3 } }\nflow: { outbound: [{ say: hello }, { hangup: connected }] }\n',
  }
}
