import { type Act, answers, type CallerScript, leaves, presses, says } from './script.ts'

/** What somebody says, and how long it takes them. */
export interface Phrase {
  readonly text: string
  readonly lastsMs: number
}

/** What the turns of the scheme's talking customers are, by digit; and the operator's greeting. */
export interface SchemePhrases {
  readonly turns: Readonly<Record<number, Phrase>>
  readonly operator: Phrase
  readonly announcementMs: number
}

const staysMs = 60_000
const operatorStaysMs = 3_600_000

/**
 * Virtual customers who are chosen by the first four digits of the number dialled, the same for the virtual PBX and for
 * the test rig's carrier, so that one test can run against either.
 */
export function schemeScript(number: string, phrases: SchemePhrases): CallerScript {
  const digits = number.slice(-11)
  const rest = digits.slice(4)
  const cause = Number(rest.slice(0, 3))
  const first = phrases.turns[1] ?? { text: 'بله', lastsMs: 1_700 }
  const turn = (digit: string | undefined): Act[] => {
    const phrase = phrases.turns[Number(digit)]
    return phrase === undefined ? [] : [says(phrase.text, { lastsMs: phrase.lastsMs })]
  }
  const speaks = (phrase: Phrase, afterMs: number): Act =>
    says(phrase.text, { lastsMs: phrase.lastsMs, when: 'at_once', afterMs })
  switch (digits.slice(0, 4)) {
    case '0910':
      return answers(2_000, speaks(first, 1_000), leaves(8_000))
    case '0911':
      return answers(1_000, leaves(staysMs))
    case '0912':
      return answers(1_000, leaves(1_500))
    case '0913':
    case '0943':
      return { network: { kind: 'rings_for_ever' }, acts: [] }
    case '0914':
    case '0944':
      return { network: { kind: 'refuses', cause: 17, afterMs: 300 }, acts: [] }
    case '0915':
      return { network: { kind: 'refuses', cause, afterMs: 300 }, acts: [] }
    case '0916':
      return { network: { kind: 'refuses', cause, afterMs: phrases.announcementMs, announces: true }, acts: [] }
    case '0919':
      return answers(1_000, presses('12', 'at_once', 3_000), leaves(10_000))
    case '0920':
      return answers(2_000, speaks(phrases.operator, 0), leaves(11_000))
    case '0921':
      return answers(0, says('…', { lastsMs: operatorStaysMs, when: 'at_once' }))
    case '0922':
      return answers(0, ...(phrases.turns[6] === undefined ? [] : [speaks(phrases.turns[6], 600)]), leaves(30_000))
    case '0923':
      return { network: { kind: 'refuses', cause: 19, afterMs: 2_000, rings: true }, acts: [] }
    case '0924':
      return { network: { kind: 'refuses', cause, afterMs: 0 }, acts: [] }
    case '0925':
      return answers(0, leaves(1_000, 'at_once', cause))
    case '0926':
      return answers(0, leaves(0))
    case '0927':
      return { network: { kind: 'says_nothing' }, acts: [] }
    case '0931':
      return answers(500, ...turn('1'), leaves(25_000))
    case '0941':
      return talker(rest, turn)
    case '0942':
      return answers(500, presses(rest.slice(1, 1 + Number(rest[0]))), leaves(staysMs))
    case '0947':
      return answers(500, ...[...rest.slice(1, 1 + Number(rest[0]))].map((key) => presses(key)), leaves(staysMs))
    case '0948':
      return answers(500, presses(rest.slice(1, 1 + Number(rest[0])), 'at_once', 1_500), leaves(staysMs))
    case '0949': {
      const phrase = phrases.turns[Number(rest[0])] ?? first
      return answers(500, speaks(phrase, Number(rest[1]) * 500), leaves(staysMs))
    }
    case '0945':
      return answers(1_000, leaves(2_000))
    case '0946':
      return answers(0, speaks(phrases.operator, 0), leaves(operatorStaysMs))
    default:
      return { network: { kind: 'refuses', cause: 1, afterMs: 0 }, acts: [] }
  }
}

/** `RABCD`: rings R half seconds, then the turns A, B and C, each once we have finished, and the end D. */
function talker(rest: string, turn: (digit: string | undefined) => Act[]): CallerScript {
  const [rings = '1', one, two, three, last = '0'] = rest
  const ringMs = Number(rings) * 500
  if (last === '9') return answers(ringMs, leaves(1_500))
  const endMs = last === '0' ? staysMs : (Number(last) < 3 ? Number(last) - 1 : Number(last)) * 1_000
  return answers(ringMs, ...turn(one), ...turn(two), ...turn(three), leaves(endMs))
}
