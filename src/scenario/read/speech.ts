import type { Node } from '../document/node.ts'
import { type listenKeys, speechKeys } from '../keys/scenario-keys.ts'
import type { ListenModel, SpeechModel } from '../model/scenario-model.ts'
import type { Span } from '../problem.ts'
import type { Report } from '../report.ts'
import { entriesOf, type Fields, readFields } from './fields.ts'
import { readChoice, readDuration, readTexts } from './values.ts'

/** Section `speech`. */
export function readSpeech(node: Node | undefined, at: Span, report: Report): SpeechModel {
  const fields = node && readFields(node, speechKeys, 'speech', at, report)
  if (fields === undefined) return { hotwords: new Map() }
  return {
    ...readListening(fields, report),
    hotwords: readHotwords(fields.get('hotwords'), fields.keyAt('hotwords'), report),
  }
}

/** The listening settings of `speech` or of one question. */
export function readListening(
  fields: Fields<Extract<keyof typeof listenKeys, string>>,
  report: Report,
): ListenModel & { readonly bargeIn?: boolean } {
  const duration = (key: 'endpointing' | 'no_input' | 'max_utterance', min: number, max: number): number | undefined =>
    readDuration(fields.get(key), key, { min, max }, fields.keyAt(key), report)
  const endpointingMs = duration('endpointing', 200, 10_000)
  const noInputMs = duration('no_input', 1_000, 60_000)
  const maxUtteranceMs = duration('max_utterance', 1_000, 120_000)
  const bargeIn = readBargeIn(fields, report)
  return {
    ...(endpointingMs !== undefined && { endpointingMs }),
    ...(noInputMs !== undefined && { noInputMs }),
    ...(maxUtteranceMs !== undefined && { maxUtteranceMs }),
    ...(bargeIn !== undefined && { bargeIn }),
  }
}

/** `barge_in`: whether a key cuts a prompt short. */
export function readBargeIn(fields: Fields<'barge_in'>, report: Report): boolean | undefined {
  const choice = readChoice(fields.get('barge_in'), ['key', 'never'], 'barge_in', fields.keyAt('barge_in'), report)
  return choice === undefined ? undefined : choice.value === 'key'
}

function readHotwords(node: Node | undefined, at: Span, report: Report): ReadonlyMap<string, readonly string[]> {
  const words = (list: Node, where: Span): readonly string[] =>
    readTexts(list, 'hotwords', where, report).map((word) => word.value)
  if (node === undefined) return new Map()
  if (node.kind !== 'map') return new Map([['', words(node, at)]])
  return new Map([...entriesOf(node.entries)].map(([tag, entry]) => [tag, words(entry.value, entry.key.at)]))
}
