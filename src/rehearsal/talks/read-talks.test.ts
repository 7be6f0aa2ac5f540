import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadLibrary } from '../../scenario/library.ts'
import { renderProblems } from '../../scenario/render-problems.ts'
import { readScenarioTree } from '../../scenario/source-tree.ts'
import { paperPlan } from '../../testing/paper-plan.ts'
import { readTalks, type TalkedTo } from './read-talks.ts'

const sina = loadLibrary(readScenarioTree(join(import.meta.dir, '../../../scenarios')), 'sina').plans
const about: TalkedTo = { plans: sina, whole: true, zone: 'Asia/Tehran' }

/** What is printed for a file of talks. */
function said(text: string, to: TalkedTo = about): readonly string[] {
  const { problems } = readTalks(text, 'x.talk.yaml', to)
  const heads = renderProblems(problems).split('\n')
  return heads.filter((line) => line.startsWith('x.talk.yaml:')).map((line) => line.slice('x.talk.yaml:'.length))
}

/** One talk whose steps are these, in lines 4 and on. */
function steps(...list: readonly string[]): readonly string[] {
  const lines = list.map((step) => `    - ${step}`)
  return said(['scenario: sina', 'talks:', '- name: x', '  talk:', ...lines, '  ends: hangup'].join('\n'))
}

test.each<[string, readonly string[]]>([
  ['', ['1:1: the file is empty: begin with "salehi: 1" [yaml]']],
  ['- one\n', ['1:1: the file must be a mapping: begin with "salehi: 1" [shape]']],
  ['scenario: sina\ntalks:\n- name: "x\n', ['3:9: a quote is opened here and never closed [yaml]']],
  [
    'salehi: 2\nscenario: sina\ntalks: []\n',
    [
      '1:9: salehi, the version of the language, must be a whole number from 1 to 1; here is 2 [shape]',
      '3:8: talks must be a list of calls, at least one; here is a list [shape]',
    ],
  ],
  [
    'scenario: sian\ntalks: [{ name: x, talk: [], ends: hangup }]\n',
    ['1:11: there is no scenario "sian"; did you mean "sina"? [unknown-name]'],
  ],
  [
    'scenaro: sina\ntalk: []\n',
    [
      '1:1: a file of talks has no key "scenaro"; did you mean "scenario"? [unknown-key]',
      '2:1: a file of talks has no key "talk"; did you mean "talks"? [unknown-key]',
    ],
  ],
  [
    'scenario: sina\ntalks:\n- name: x\n  ends: hangup\n- name: x\n  talk: []\n  ends: hangup\n- 7\n',
    [
      '3:3: a talk needs "talk": What the caller hears and does, in order. For example: talk: [{"hears":"hello"},{"says":"yes"}] [missing-key]',
      '5:9: the talk in line 3 is named so too: give each its own name [same-name]',
      '8:3: a talk must be a mapping; here is 7 [shape]',
    ],
  ],
])('a file that is no talks is told with line and column: %j', (text, lines) => {
  expect(said(text)).toEqual([...lines])
})

test.each<[string, string]>([
  ['hears: helo', '5:14: there is no prompt "helo"; did you mean "hello"? [unknown-name]'],
  ['hears: []', '5:14: what is heard must be a name or a list of names; here is a list [shape]'],
  ['sais: yes', '5:7: there is no verb "sais" in a talk; did you mean "says"? [unknown-verb]'],
  ['{ says: yes, lmm: yes }', '5:20: says has no key "lmm"; did you mean "llm"? [unknown-key]'],
  ['{ says: yes, llm: yess }', '5:25: there is no intent "yess"; did you mean "yes"? [unknown-name]'],
  ['{ says: yes, llm: quoat }', '5:25: there is no intent "quoat"; did you mean "quota"? [unknown-name]'],
  ['{ says: yes, means: noo }', '5:27: there is no intent "noo"; did you mean "no"? [unknown-name]'],
  [
    'says:',
    '5:7: says must be words of the caller (a caller who says nothing is "silence"); nothing is written here [shape]',
  ],
  [
    '{ says: yes, recogniser: qota }',
    '5:32: recogniser is one of quota, wrong_key, slow, down, empty, no_recording; here is "qota" [shape]',
  ],
  ['presses: 12', '5:16: presses must be a key (0 to 9, "*" or "#"), or "1 during hello"; here is 12 [shape]'],
  ['presses: 1 during helo', '5:16: there is no prompt "helo"; did you mean "hello"? [unknown-name]'],
  ['hangs up during helo', '5:7: there is no prompt "helo"; did you mean "hello"? [unknown-name]'],
  ['hangs_up: soon', '5:17: hangs_up stands alone, or is "during hello" or "after 20s"; here is "soon" [shape]'],
  [
    'hangs_up: after 20',
    '5:17: hangs_up stands alone, or is "during hello" or "after 20s"; here is "after 20" [shape]',
  ],
  ['silence: 5s', '5:16: "silence" stands alone; here is "5s" [shape]'],
  [
    'operator: anwsers',
    '5:17: operator is one of answers, busy, no_answer, none_free, unavailable, failed, hangs_up, or "hangs_up after 20s"; did you mean "answers"?; here is "anwsers" [shape]',
  ],
  [
    'operator: busy after 3s',
    '5:17: operator is one of answers, busy, no_answer, none_free, unavailable, failed, hangs_up, or "hangs_up after 20s"; here is "busy after 3s" [shape]',
  ],
  [
    'nothing',
    '5:7: a step of a talk is one of hears: …, says: …, presses: …, silence: …, hangs_up: …, operator: …; here is "nothing" [shape]',
  ],
  ['{}', '5:7: a step needs a verb: "hears", "says", "presses", "silence", "hangs_up", "operator" [unknown-verb]'],
  ['{ hears: hello, says: yes }', '5:23: a step is one verb: make "says" the next step [shape]'],
])('a step that cannot be is told with what was meant: %s', (step, line) => {
  expect(steps(step)).toEqual([line])
})

test('nothing can follow a caller who has hung up', () => {
  expect(steps('hangs up', 'silence')).toEqual(['6:7: the caller has hung up: nothing can follow [unreachable]'])
})

test.each<[string, string]>([
  ['ends: conected', '5:9: there is no disposition "conected"; did you mean "connected"? [unknown-name]'],
  ['ends: busy', '5:9: there is no disposition "busy"; '],
  [
    'ends: failed\n  because: operator_faild',
    '6:12: there is no reason "operator_faild"; did you mean "operator_failed"? [unknown-name]',
  ],
  ['ends: failed\n  reported: FALED', '6:13: reported is one of CONNECTED, '],
  ['ends: failed\n  at: someday 22:00', '6:7: at is a time (22:00), with a day before it where that matters'],
  ['ends: failed\n  at: "24:00"', '6:7: at is a time (22:00), with a day before it where that matters'],
  ['ends: failed\n  at: 1404-12-30 10:00', '6:7: at is a time (22:00), with a day before it where that matters'],
  [
    'ends: failed\n  world: { recognizer: quota }',
    '6:12: the world has no key "recognizer"; did you mean "recogniser"? [unknown-key]',
  ],
  [
    'ends: failed\n  world: { llm: empty }',
    '6:17: llm is one of quota, wrong_key, slow, down; here is "empty" [shape]',
  ],
  ['ends: failed\n  world: { missing: helo }', '6:21: there is no prompt "helo"; did you mean "hello"? [unknown-name]'],
  ['ends: failed\n  contact: { nme: x }', '6:14: there is no contact field "nme"; there is "phone" [unknown-name]'],
  [
    'ends: failed\n  contact: 0912',
    '6:12: contact must be a mapping from fields to values ({ phone: 09121234567 }); here is ',
  ],
  [
    'ends: failed\n  direction: sideways',
    '6:14: the direction is one of outbound, inbound; here is "sideways" [shape]',
  ],
])('what stands around the steps is checked too: %j', (around, line) => {
  const [first, ...more] = said(`scenario: sina\ntalks:\n- name: x\n  talk: []\n  ${around}\n`)
  expect(first).toStartWith(line)
  expect(more).toEqual([])
})

test('a scenario that rings nobody has no outbound talks, and its talks are inbound without saying so', () => {
  const plan = paperPlan(
    'desk',
    'prompts: { hello: { audio: hello.mp3 } }\nflow: { inbound: [{ say: hello }, { hangup: connected }] }\n',
  )
  const desk = { ...about, plans: new Map([['desk', plan]]) }
  const talk = (rest: string) => `scenario: desk\ntalks: [{ name: x, ${rest}talk: [hears: hello], ends: connected }]\n`
  expect(said(talk('direction: outbound, '), desk)).toEqual([
    '2:31: the scenario has no block "outbound": it rings nobody [shape]',
  ])
  expect(readTalks(talk(''), 'x.talk.yaml', desk).talks?.talks[0]?.direction).toBe('inbound')
})

test('while a scenario of the company is broken, a talk of an unknown name may be its', () => {
  const text = 'scenario: other\ntalks: [{ name: x, talk: [hears: anything, says: x], ends: whatever }]\n'
  const { problems, plan } = readTalks(text, 'x.talk.yaml', { ...about, whole: false })
  expect([problems, plan]).toEqual([[], undefined])
})

test('a talk cut or mangled anywhere is read without a fault of ours', () => {
  const text = readFileSync(join(import.meta.dir, '../../../scenarios/sina/sina.talk.yaml'), 'utf8').slice(0, 1_500)
  for (let at = 0; at < text.length; at += 7) {
    for (const mangled of [
      text.slice(0, at),
      text.slice(at),
      `${text.slice(0, at)}: [${text.slice(at)}`,
      `${text.slice(0, at)}\n- ${text.slice(at)}`,
    ]) {
      const { talks, problems } = readTalks(mangled, 'x.talk.yaml', about)
      expect(talks !== undefined || problems.length > 0).toBe(true)
    }
  }
})
