import type { Direction } from '../../domain/direction.ts'
import { type Reason, reasons } from '../../domain/disposition.ts'
import { panelStatuses } from '../../panel/status.ts'
import { readDocument } from '../../scenario/document/document.ts'
import type { Node } from '../../scenario/document/node.ts'
import { suggestion } from '../../scenario/near.ts'
import type { Plan } from '../../scenario/plan.ts'
import type { Located, Problem, Span } from '../../scenario/problem.ts'
import { entriesOf, type Fields, readFields } from '../../scenario/read/fields.ts'
import { readChoice, readInteger, readText, readTexts } from '../../scenario/read/values.ts'
import { Report } from '../../scenario/report.ts'
import { wrongShape } from '../../scenario/rules/shape.ts'
import { readMoment } from './moment.ts'
import { readOperator, StepReader, worded } from './read-step.ts'
import {
  type Ends,
  modelFaults,
  recogniserFaults,
  type Talk,
  type TalkFile,
  type TalkStep,
  type World,
} from './talk.ts'
import { fileKeys, talkKeys, worldKeys } from './talk-keys.ts'
import { toShared, Vocabulary } from './vocabulary.ts'

/** A file of talks read, or everything that is wrong with it. */
export interface ReadTalks {
  /** The name of the scenario, where it is written. */
  readonly scenario?: string
  /** The scenario's plan, where there is one of that name. */
  readonly plan?: Plan
  readonly talks?: TalkFile
  readonly problems: readonly Problem[]
}

/** The scenarios a talk can be of. */
export interface TalkedTo {
  readonly plans: ReadonlyMap<string, Plan>
  /** False when some scenario could not be read: a name that is missing may be its. */
  readonly whole: boolean
  /** The company's, for times of day. */
  readonly zone: string
}

type TalkFields = Fields<Extract<keyof typeof talkKeys, string>>

/** Reads and checks a file of talks. Never throws; every problem is found in one pass, sorted by place. */
export function readTalks(text: string, file: string, about: TalkedTo): ReadTalks {
  const report = new Report(file, text)
  const { root, brokenAt } = readDocument(report)
  if (root === undefined || brokenAt !== undefined)
    return { problems: report.problems.filter(({ rule }) => rule === 'yaml' || root === undefined) }
  const first: Span = { start: root.at.start, end: root.at.start + 1 }
  const fields = readFields(root, fileKeys, 'a file of talks', first, report)
  const version = fields?.get('salehi')
  readInteger(
    version,
    'salehi, the version of the language,',
    { min: 1, max: 1 },
    fields?.keyAt('salehi') ?? first,
    report,
  )
  const scenario = readText(fields?.get('scenario'), 'the scenario', fields?.keyAt('scenario') ?? first, report)
  const plan = scenario && about.plans.get(scenario.value)
  if (scenario !== undefined && plan === undefined && about.whole) {
    const help = suggestion(scenario.value, about.plans.keys())
    report.add('unknown-name', scenario.at, `there is no scenario "${scenario.value}"${help}`)
  }
  const talks = new TalkReader(report, plan, about.zone).readAll(fields?.get('talks'), fields?.keyAt('talks') ?? first)
  return {
    ...(scenario && { scenario: scenario.value }),
    ...(plan && { plan }),
    ...(report.problems.length === 0 && { talks: { file, talks } }),
    problems: report.problems,
  }
}

class TalkReader {
  readonly #report: Report
  readonly #names: Vocabulary
  readonly #steps: StepReader
  readonly #zone: string

  constructor(report: Report, plan: Plan | undefined, zone: string) {
    this.#report = report
    this.#names = new Vocabulary(plan, report)
    this.#steps = new StepReader(report, this.#names)
    this.#zone = zone
  }

  readAll(node: Node | undefined, at: Span): readonly Talk[] {
    if (node === undefined) return []
    if (node.kind !== 'list' || node.items.length === 0) {
      wrongShape(node, at, 'talks must be a list of calls, at least one', this.#report)
      return []
    }
    const lines = new Map<string, number>()
    return node.items.flatMap((item) => {
      const talk = this.#talk(item)
      if (talk === undefined) return []
      const { value, at: here } = talk.name
      const before = lines.get(value)
      if (before === undefined) lines.set(value, this.#report.line(here))
      else this.#report.add('same-name', here, `the talk in line ${before} is named so too: give each its own name`)
      return [talk]
    })
  }

  #talk(node: Node): Talk | undefined {
    const report = this.#report
    const at: Span = { start: node.at.start, end: node.at.start + 1 }
    const fields = readFields(node, talkKeys, 'a talk', at, report)
    if (fields === undefined) return undefined
    const keyAt = (key: keyof typeof talkKeys): Span => (fields.get(key) === undefined ? at : fields.keyAt(key))
    const name = readText(fields.get('name'), 'the name', keyAt('name'), report)
    const ends = this.#ends(fields, keyAt)
    const talk = {
      direction: this.#direction(fields.get('direction'), keyAt('direction')),
      contact: this.#contact(fields.get('contact'), keyAt('contact')),
      atMs: readMoment(fields.get('at'), this.#zone, keyAt('at'), report),
      world: this.#world(fields.get('world'), keyAt('world')),
      steps: this.#talkSteps(fields.get('talk'), keyAt('talk')),
    }
    return name && ends && { name, ends, ...talk }
  }

  #direction(node: Node | undefined, at: Span): Direction {
    const written = readChoice(node, ['outbound', 'inbound'] as const, 'the direction', at, this.#report)
    if (written === undefined) return this.#names.offers('outbound') ? 'outbound' : 'inbound'
    if (written.value === 'outbound' && !this.#names.offers('outbound'))
      this.#report.add('shape', written.at, 'the scenario has no block "outbound": it rings nobody')
    return written.value
  }

  #contact(node: Node | undefined, at: Span): Readonly<Record<string, string>> {
    if (node === undefined) return {}
    if (node.kind !== 'map') {
      wrongShape(node, at, 'contact must be a mapping from fields to values ({ phone: 09121234567 })', this.#report)
      return {}
    }
    const fields: Record<string, string> = {}
    for (const { key, value } of entriesOf(node.entries).values()) {
      this.#names.field({ value: key.text, at: key.at })
      if (value.kind === 'scalar') fields[key.text] = value.text
      else wrongShape(value, key.at, `the field "${key.text}" must be a text`, this.#report)
    }
    return fields
  }

  #world(node: Node | undefined, at: Span): World {
    const report = this.#report
    const fields = node && readFields(node, worldKeys, 'the world', at, report)
    if (fields === undefined) return { missing: new Set() }
    const recogniser = readChoice(worded(fields.get('recogniser')), recogniserFaults, 'recogniser', at, report)
    const llm = readChoice(worded(fields.get('llm')), modelFaults, 'llm', at, report)
    const missing = readTexts(fields.get('missing'), 'missing', fields.keyAt('missing'), report)
    for (const prompt of missing) this.#names.prompt(prompt)
    const operator = readOperator(fields.get('operator'), fields.keyAt('operator'), report)
    return {
      ...(recogniser && { recogniser: recogniser.value }),
      ...(llm && { llm: llm.value }),
      missing: new Set(missing.map(({ value }) => value)),
      ...(operator && { operator: operator.word }),
    }
  }

  #talkSteps(node: Node | undefined, at: Span): readonly TalkStep[] {
    if (node === undefined) return []
    if (node.kind !== 'list') {
      wrongShape(
        node,
        at,
        'talk must be a list of steps ([] where the caller neither hears nor does anything)',
        this.#report,
      )
      return []
    }
    const steps = node.items.flatMap((item) => this.#steps.read(item) ?? [])
    const left = steps.findIndex(({ kind }) => kind === 'hangs_up')
    const behind = left < 0 ? undefined : steps[left + 1]
    if (behind !== undefined) this.#report.add('unreachable', behind.at, 'the caller has hung up: nothing can follow')
    return steps
  }

  #ends(fields: TalkFields, keyAt: (key: keyof typeof talkKeys) => Span): Ends | undefined {
    const word = readText(fields.get('ends'), 'ends', keyAt('ends'), this.#report)
    const because = readText(fields.get('because'), 'because', keyAt('because'), this.#report)
    const reason = because && this.#reason(because)
    const reported = readChoice(fields.get('reported'), panelStatuses, 'reported', keyAt('reported'), this.#report)
    if (word === undefined) return undefined
    this.#names.disposition(word)
    const own = this.#names.isOwnDisposition(word.value)
    return {
      at: word.at,
      word: word.value,
      ...(own ? { detail: word.value } : { disposition: toShared(word.value) }),
      ...(reason && { because: reason }),
      ...(reported && { reported }),
    }
  }

  #reason(word: Located<string>): Located<Reason> | undefined {
    const found = reasons.find((reason) => reason === word.value)
    if (found !== undefined) return { value: found, at: word.at }
    this.#report.add('unknown-name', word.at, `there is no reason "${word.value}"${suggestion(word.value, reasons)}`)
    return undefined
  }
}
