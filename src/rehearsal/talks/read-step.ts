import { parseDuration } from '../../kernel/duration.ts'
import { describe, type MapNode, type Node, type ScalarNode } from '../../scenario/document/node.ts'
import { nearest, quoted } from '../../scenario/near.ts'
import type { Located, Span } from '../../scenario/problem.ts'
import { entriesOf, readFields } from '../../scenario/read/fields.ts'
import { readChoice, readText, readTexts } from '../../scenario/read/values.ts'
import type { Report } from '../../scenario/report.ts'
import { wrongShape } from '../../scenario/rules/shape.ts'
import {
  type ModelAnswer,
  modelFaults,
  type OperatorWord,
  operatorWords,
  recogniserFaults,
  type TalkStep,
} from './talk.ts'
import { stepKeys, type TalkVerb, talkVerbs } from './talk-keys.ts'
import type { Vocabulary } from './vocabulary.ts'

const maxAfterMs = 6 * 3_600_000

/** Reads the steps of one talk, checking the names they use. */
export class StepReader {
  readonly #report: Report
  readonly #names: Vocabulary

  constructor(report: Report, names: Vocabulary) {
    this.#report = report
    this.#names = names
  }

  /** A step; undefined (and reported) where it is none. A bare word is a verb that needs nothing more: `hangs up`. */
  read(node: Node): TalkStep | undefined {
    if (node.kind === 'map') return this.#mapping(node)
    const bare = node.kind === 'scalar' && node.value !== undefined ? bareStep(node) : undefined
    if (bare === undefined) {
      const verbs = talkVerbs.map((verb) => `${verb}: …`).join(', ')
      this.#report.add('shape', node.at, `a step of a talk is one of ${verbs}; here is ${describe(node)}`)
      return undefined
    }
    return this.#verb(bare.verb, { ...node, kind: 'map', entries: [bare] }, node.at)
  }

  #mapping(node: MapNode): TalkStep | undefined {
    const entries = [...entriesOf(node.entries).values()].map((entry) => {
      const verb = asVerb(entry.key.text)
      return verb === undefined ? entry : { ...entry, key: { ...entry.key, text: verb } }
    })
    const found = entries.filter(({ key }) => asVerb(key.text) !== undefined)
    const first = found[0]
    const verb = first && asVerb(first.key.text)
    if (first === undefined || verb === undefined) return this.#noVerb(node)
    if (found[1] !== undefined)
      this.#report.add('shape', found[1].key.at, `a step is one verb: make "${found[1].key.text}" the next step`)
    const rest = entries.filter((entry) => entry === first || !found.includes(entry))
    return this.#verb(verb, { ...node, entries: rest }, first.key.at)
  }

  #noVerb(node: MapNode): undefined {
    const key = node.entries[0]?.key
    if (key === undefined) {
      this.#report.add('unknown-verb', node.at, `a step needs a verb: ${quoted(talkVerbs)}`)
      return undefined
    }
    const near = nearest(key.text, talkVerbs)
    const help = near === undefined ? `the verbs are ${talkVerbs.join(', ')}` : `did you mean "${near}"?`
    this.#report.add('unknown-verb', key.at, `there is no verb "${key.text}" in a talk; ${help}`)
    return undefined
  }

  #verb(verb: TalkVerb, node: MapNode, at: Span): TalkStep | undefined {
    const fields = readFields(node, stepKeys[verb], verb, at, this.#report)
    const value = entriesOf(node.entries).get(verb)?.value
    if (fields === undefined || value === undefined) return undefined
    switch (verb) {
      case 'hears': {
        const prompts = readTexts(value, 'what is heard', at, this.#report)
        for (const prompt of prompts) this.#names.prompt(prompt)
        return prompts.length === 0 ? undefined : { kind: 'hears', prompts, at }
      }
      case 'says':
        return this.#says(node, value, at)
      case 'presses':
        return this.#presses(value, at)
      case 'silence':
        if (!isEmpty(value)) wrongShape(value, at, '"silence" stands alone', this.#report)
        return { kind: 'silence', at }
      case 'hangs_up':
        return this.#hangsUp(value, at)
      case 'operator': {
        const operator = readOperator(value, at, this.#report)
        return operator && { kind: 'operator', ...operator, at }
      }
      default:
        return verb satisfies never
    }
  }

  #says(node: MapNode, value: Node, at: Span): TalkStep | undefined {
    const entries = entriesOf(node.entries)
    const text = value.kind === 'scalar' ? value.text : ''
    if (text.trim() === '') {
      wrongShape(value, at, 'says must be words of the caller (a caller who says nothing is "silence")', this.#report)
      return undefined
    }
    const means = readText(entries.get('means')?.value, 'means', at, this.#report)
    if (means !== undefined) this.#names.intent(means)
    const llm = readText(entries.get('llm')?.value, 'llm', at, this.#report)
    const recogniser = readChoice(
      worded(entries.get('recogniser')?.value),
      recogniserFaults,
      'recogniser',
      at,
      this.#report,
    )
    return {
      kind: 'says',
      text,
      at,
      ...(means && { means }),
      ...(llm && { llm: this.#modelAnswer(llm) }),
      ...(recogniser && { recogniser: recogniser.value }),
    }
  }

  #modelAnswer(word: Located<string>): ModelAnswer {
    const fault = modelFaults.find((one) => one === underscored(word.value))
    if (fault !== undefined && !this.#names.isIntent(word.value)) return { kind: 'fault', fault }
    this.#names.intent(word, modelFaults)
    return { kind: 'intent', intent: word.value }
  }

  #presses(value: Node, at: Span): TalkStep | undefined {
    const match = value.kind === 'scalar' ? /^([0-9*#A-D])(?:\s+during\s+(\S+))?$/.exec(value.text.trim()) : null
    if (match === null) {
      wrongShape(value, at, 'presses must be a key (0 to 9, "*" or "#"), or "1 during hello"', this.#report)
      return undefined
    }
    const [, key = '', during] = match
    if (during === undefined) return { kind: 'presses', key, at }
    this.#names.prompt({ value: during, at: value.at })
    return { kind: 'presses', key, during, at }
  }

  #hangsUp(value: Node, at: Span): TalkStep | undefined {
    if (isEmpty(value)) return { kind: 'hangs_up', at }
    const text = value.kind === 'scalar' ? value.text.trim() : ''
    const during = /^during\s+(\S+)$/.exec(text)?.[1]
    if (during !== undefined) {
      this.#names.prompt({ value: during, at: value.at })
      return { kind: 'hangs_up', during, at }
    }
    const afterMs = durationAfter(text)
    if (afterMs !== undefined) return { kind: 'hangs_up', afterMs, at }
    wrongShape(value, at, 'hangs_up stands alone, or is "during hello" or "after 20s"', this.#report)
    return undefined
  }
}

/** What comes of ringing an operator: `busy`, `hangs_up after 20s`. */
export function readOperator(
  node: Node | undefined,
  at: Span,
  report: Report,
): { readonly word: OperatorWord; readonly afterMs?: number } | undefined {
  if (node === undefined) return undefined
  const match = node.kind === 'scalar' ? /^(.*?)(?:\s+(after\s.*))?$/.exec(node.text.trim()) : null
  const word = operatorWords.find((one) => one === underscored(match?.[1] ?? ''))
  const afterMs = match?.[2] === undefined ? undefined : durationAfter(match[2])
  const timeFits = match?.[2] === undefined || (afterMs !== undefined && word === 'hangs_up')
  if (word !== undefined && timeFits) return { word, ...(afterMs !== undefined && { afterMs }) }
  const near = word === undefined ? nearest(underscored(match?.[1] ?? ''), operatorWords) : undefined
  const help = near === undefined ? '' : `; did you mean "${near}"?`
  wrongShape(node, at, `operator is one of ${operatorWords.join(', ')}, or "hangs_up after 20s"${help}`, report)
  return undefined
}

/** With spaces written as in the language: `no answer` is `no_answer`. */
export function worded(node: Node | undefined): Node | undefined {
  return node?.kind === 'scalar' ? { ...node, text: underscored(node.text) } : node
}

function underscored(text: string): string {
  return text.trim().replaceAll(' ', '_')
}

function durationAfter(text: string): number | undefined {
  const ms = parseDuration(/^after\s+(.+)$/.exec(text)?.[1] ?? '')
  return ms !== undefined && ms <= maxAfterMs ? ms : undefined
}

function isEmpty(node: Node): boolean {
  return node.kind === 'scalar' && node.value === undefined
}

function asVerb(word: string): TalkVerb | undefined {
  return talkVerbs.find((verb) => verb === underscored(word))
}

/** `silence`, `hangs up`, `hangs up during hello`, `presses 1`: a verb and, behind it, its value. */
function bareStep(node: ScalarNode): (MapNode['entries'][number] & { readonly verb: TalkVerb }) | undefined {
  const match = /^(silence|hangs[ _]up|presses)(?:\s+(.+))?$/.exec(node.text.trim())
  const verb = asVerb(match?.[1] ?? '')
  if (verb === undefined) return undefined
  const rest = match?.[2]
  const value = { ...node, text: rest ?? '', value: rest }
  return { verb, key: { ...node, text: verb, value: verb }, value }
}
