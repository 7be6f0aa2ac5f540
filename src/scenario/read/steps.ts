import { describe, type MapNode, type Node } from '../document/node.ts'
import { stepKeys, unofferedVerbs, type Verb, verbs } from '../keys/step-keys.ts'
import type { EventsModel, StepModel, StepsModel, UnofferedModel } from '../model/step-model.ts'
import type { Span } from '../problem.ts'
import type { Report } from '../report.ts'
import { notOffered } from '../rules/not-offered.ts'
import { wrongShape } from '../rules/shape.ts'
import { unknownVerb } from '../rules/unknown-verb.ts'
import { entriesOf } from './fields.ts'
import { type Place, readVerb } from './verbs.ts'

/** Reads steps wherever they may stand: a block's name, one step, or a list. */
export class StepsReader {
  readonly report: Report
  /** Names that verbs not offered yet would set. */
  readonly results = new Set<string>()

  constructor(report: Report) {
    this.report = report
  }

  /** @param path where the list stands, for the trace (`outbound[0].on.yes`) */
  read(node: Node, path: string, at: Span): StepsModel {
    if (node.kind === 'list')
      return { steps: node.items.map((item, index) => this.#step(item, `${path}[${index}]`)), at: node.at }
    if (node.kind === 'scalar' && node.value === undefined) {
      wrongShape(node, at, "a step, a list of steps or a block's name must stand here ([] for nothing)", this.report)
      return { steps: [this.#unread(at, path)], at }
    }
    return { steps: [this.#step(node, `${path}[0]`)], at: node.at }
  }

  /** What stands under `on`. */
  readEvents(node: Node | undefined, path: string, at: Span): EventsModel {
    if (node === undefined) return { at, events: [], whole: false }
    if (node.kind !== 'map') {
      wrongShape(node, at, '"on" must be a mapping from events to steps', this.report)
      return { at, events: [], whole: false }
    }
    const events = [...entriesOf(node.entries).values()].map(({ key, value }) => ({
      event: { value: key.text, at: key.at },
      // biome-ignore lint/suspicious/noThenProperty: a word of the language, never a promise
      then: this.read(value, `${path}.on.${key.text}`, key.at),
    }))
    return { at, events, whole: true }
  }

  #step(node: Node, path: string): StepModel {
    if (node.kind === 'map') return this.#verb(node, path)
    if (node.kind === 'scalar' && node.value !== undefined) {
      const place = { at: node.at, path, line: this.report.line(node.at) }
      return { verb: 'goto', block: { value: node.text, at: node.at }, ...place }
    }
    this.report.add(
      'shape',
      node.at,
      `a step is one verb with what belongs to it, or a block's name; here is ${describe(node)}`,
    )
    return this.#unread(node.at, path)
  }

  #verb(node: MapNode, path: string): StepModel {
    const entries = entriesOf(node.entries)
    const found = [...entries.keys()].filter((key) => isVerb(key) || Object.hasOwn(unofferedVerbs, key))
    const first = found[0]
    if (first === undefined) {
      unknownVerb(node, this.report)
      return this.#unread(node.at, path)
    }
    const key = entries.get(first)?.key ?? node
    if (found.length > 1) {
      const second = entries.get(found[1] ?? '')?.key ?? node
      this.report.add(
        'shape',
        second.at,
        `a step is one verb; here are ${found.join(' and ')}: make each a step of its own`,
      )
    }
    const others = found.slice(1)
    const rest = { ...node, entries: node.entries.filter((entry) => !others.includes(entry.key.text)) }
    const place = { at: key.at, path, line: this.report.line(key.at) }
    if (!isVerb(first)) return this.#unoffered(first, rest, place)
    return readVerb(first, rest, place, this) ?? this.#unread(place.at, path)
  }

  /** Stands for a step that could not be read, so that no rule draws conclusions from its absence. */
  #unread(at: Span, path: string): UnofferedModel {
    const on: EventsModel = { at, events: [], whole: false }
    return { verb: 'unoffered', read: false, on, at, path, line: this.report.line(at) }
  }

  #unoffered(verb: string, node: MapNode, place: Place): UnofferedModel {
    notOffered(verb, place.at, this.report)
    const entries = entriesOf(node.entries)
    const into = entries.get('into')?.value
    if (into?.kind === 'scalar' && into.text !== '') this.results.add(into.text)
    const on = entries.get('on')
    return {
      verb: 'unoffered',
      read: true,
      on: this.readEvents(on?.value, place.path, on?.key.at ?? place.at),
      ...place,
    }
  }
}

function isVerb(word: string): word is Verb {
  return Object.hasOwn(stepKeys, word) && (verbs as readonly string[]).includes(word)
}
