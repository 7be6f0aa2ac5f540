import { expect, test } from 'bun:test'
import { figuresOf, preparePaper } from './paper-campaign.ts'
import { askedBy } from './questions.ts'
import { speechlessText } from './sentences.ts'

/** Two questions in a row; a yes to the second is what counts. */
function twoQuestions(
  language: string,
  words: Readonly<Record<'in' | 'out' | 'first' | 'last', string>>,
  more = '',
): string {
  return `salehi: 1
name: paper
language: ${language}
prompts: { hello: { audio: hello.mp3 }, which: { audio: which.mp3 }, bye: { audio: bye.mp3 } }
intents:
  interest:
    in: { phrases: [${words.in}] }
    out: { means: no thanks${words.out === '' ? '' : `, phrases: [${words.out}]`} }
  course:
    first: { phrases: [${words.first}] }
    last: { phrases: [${words.last}] }
flow:
  outbound:
    - ask: hello
      expect: interest
      on: { in: choice, out: [{ say: bye }, { hangup: not_interested }], unknown: { hangup: unknown }, no_input: { hangup: hangup } }
  choice:
    - ask: which
      expect: course
      on:
        first: [{ disposition: disconnected }, { transfer: operators, on: { answered: { disposition: connected }, else: { hangup: failed } } }]
        last: [{ hangup: connected }]
        unknown: { hangup: unknown }
        no_input: { hangup: hangup }
${more}`
}

const german = { in: 'ja gerne', out: 'nein danke', first: 'vormittags', last: 'abends' }

test('people answer every question of a scenario in its own words, in any language that has phrases', async () => {
  const figures = await figuresOf({
    files: { 'paper.yaml': twoQuestions('de', german) },
    mix: { contacts: 30, answerRate: always(1), yesRate: always(1), hesitation: 0, patienceMs: 600_000 },
  })
  expect([figures.answered, figures.agreed, figures.replies.unclear]).toEqual([30, 30, 0])
  expect(figures.replies.all).toBe(60)
  expect(figures.connected).toBeGreaterThan(0)
})

test('what an answer leads to is read from the scenario, whatever the intents are called', async () => {
  const prepared = await preparePaper({ files: { 'paper.yaml': twoQuestions('de', german) } })
  if (prepared.kind === 'speechless') throw new Error('they have words')
  const [plan] = prepared.campaign.parts.plans
  if (plan === undefined) throw new Error('there is a plan')
  const { questions, queues } = askedBy(plan)
  expect(questions.map(({ leanings, settled }) => [Object.fromEntries(leanings), [...settled]])).toEqual([
    [{ in: 'agrees', out: 'declines', remove_me: 'complains' }, []],
    [{ first: 'agrees', last: 'agrees', remove_me: 'complains' }, ['first', 'last']],
  ])
  expect([...queues]).toEqual(['operators'])
})

const refusing = `salehi: 1
scenario: paper
talks:
  - name: refuses
    talk: [{ hears: hello }, { says: lieber nicht, means: out, llm: out }, { hears: bye }]
    ends: not_interested
`

test('a scenario nobody can answer is told with the line of the question; with a model, what talks say will do', async () => {
  const files = { 'paper.yaml': twoQuestions('de', { ...german, out: '' }), 'paper.talk.yaml': refusing }
  const prepared = await preparePaper({ files })
  const questions = prepared.kind === 'speechless' ? prepared.questions : []
  expect(questions).toHaveLength(1)
  expect(speechlessText(questions)).toContain('paper.yaml:14: no sentence in de is understood as "out"')
  const figures = await figuresOf({
    files,
    settings: { GAPGPT_API_KEY: 'key' },
    mix: { contacts: 20, answerRate: always(1), yesRate: always(0), replies: onlyNo, patienceMs: 600_000 },
  })
  expect([figures.replies.byModel, figures.replies.unclear]).toEqual([20, 0])
  expect(figures.outcomes.not_interested ?? 0).toBeGreaterThan(0)
})

const onlyNo = { no: 1, unclear: 0, asks: 0, silent: 0, leaves: 0, complains: 0 }

test('words of talks beside a scenario are said too, where they are understood', async () => {
  const talk = `salehi: 1
scenario: paper
talks:
  - name: agrees
    talk: [{ hears: hello }, { says: ja gerne doch, means: in }, { hears: which }, { says: abends, means: last }]
    ends: connected
`
  const prepared = await preparePaper({ files: { 'paper.yaml': twoQuestions('de', german), 'paper.talk.yaml': talk } })
  if (prepared.kind === 'speechless') throw new Error('they have words')
  const words = [...prepared.campaign.sentences.values()].map(({ by }) => by.agrees)
  expect(words).toEqual([
    ['ja gerne', 'ja gerne doch'],
    ['vormittags', 'abends'],
  ])
})

function always(value: number): readonly number[] {
  return Array.from({ length: 24 }, () => value)
}
