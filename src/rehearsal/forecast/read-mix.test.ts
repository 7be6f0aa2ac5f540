import { expect, test } from 'bun:test'
import { defaultMix, mixKeys, mixSchema } from './mix.ts'
import { readMix } from './read-mix.ts'

test('a mix file changes what it names and leaves the rest as it is', () => {
  const read = readMix(
    'answer_rate: { 9: 20%, 12: 0.5 }\ntalk_time: 2m\ncauses: { busy: 1 }\nmodel: { takes: 2s }\n',
    'mix.yaml',
  )
  if (read.kind === 'faulty') throw new Error(read.faults.join('\n'))
  const { answerRate, talkMs, causes, model, ...rest } = read.mix
  // Before the first hour it names the first value holds.
  expect([answerRate[0], answerRate[9], answerRate[11], answerRate[12], answerRate[23]]).toEqual([
    0.2, 0.2, 0.2, 0.5, 0.5,
  ])
  expect(new Set(talkMs)).toEqual(new Set([120_000]))
  expect([causes.busy, causes.no_answer]).toEqual([1, 0])
  expect(model).toEqual({ understands: defaultMix.model.understands, takesMs: 2_000 })
  const { answerRate: _a, talkMs: _t, causes: _c, model: _m, ...unchanged } = defaultMix
  expect(rest).toEqual(unchanged)
})

test('an empty file is the default mix', () => {
  expect(readMix('# nothing yet\n', 'mix.yaml')).toEqual({ kind: 'mix', mix: defaultMix })
})

test('everything wrong with a mix is told at once, with its line and the key that was meant', () => {
  const text = [
    'anser_rate: 30%',
    'yes_rate: { 9: 10%, 25: 3%, 11: 130% }',
    'causes:',
    '  bussy: 3',
    '  no_answer: x',
    'patience: 3',
    'operators: 4',
    'contacts: 0',
    'replies: { no: 0 }',
  ].join('\n')
  const read = readMix(text, 'mix.yaml')
  expect(read.kind === 'faulty' ? read.faults : []).toEqual([
    'mix.yaml:1:1: there is no "anser_rate"; did you mean "answer_rate"?',
    'mix.yaml:2:21: yes_rate.25 "25" is no hour: write 0 to 23',
    'mix.yaml:2:29: yes_rate.11 must be a share: 35% or 0.35',
    'mix.yaml:4:3: there is no "bussy" in causes; did you mean "busy"?',
    'mix.yaml:5:3: causes.no_answer must be a number: how many of them there are beside the others',
    'mix.yaml:6:1: patience must be a length of time, up to 6h: 800ms, 45s, 2m',
    'mix.yaml:7:1: operators must hold answer_rate, ring, people, each on a line of its own',
    expect.stringMatching(/^mix\.yaml:8:1: contacts /),
    'mix.yaml:9:1: replies at least one of them must be more than 0',
  ])
})

test.each([
  ['contacts: 1\ncontacts: 2', /^mix\.yaml:2:1: this is not YAML/],
  ['- contacts', /^mix\.yaml:1:1: a mix is "key: value" lines/],
  ['ring: &slow 9s\npatience: *slow', /^mix\.yaml:2:\d+: write the value itself/],
  ['contacts: [', /^mix\.yaml:1:\d+: this is not YAML/],
  ['x'.repeat(70_000), /longer than 65536 characters/],
])('what is no mix is told and never read halfway', (text, told) => {
  const read = readMix(text, 'mix.yaml')
  expect(read.kind).toBe('faulty')
  expect(read.kind === 'faulty' ? read.faults.join('\n') : '').toMatch(told)
})

test('the keys that are suggested are those the schema knows', () => {
  for (const [place, keys] of Object.entries(mixKeys)) {
    const text = place === '' ? 'zzzzzzzz: 1' : `${place}: { zzzzzzzz: 1 }`
    const read = readMix(text, 'mix.yaml')
    expect(read.kind === 'faulty' ? read.faults[0] : '').toContain(`there is ${keys.join(', ')}`)
    for (const key of keys) {
      const known = mixSchema.safeParse(place === '' ? { [key]: null } : { [place]: { [key]: null } })
      expect(known.error?.issues.some(({ code }) => code === 'unrecognized_keys') ?? false).toBe(false)
    }
  }
})
