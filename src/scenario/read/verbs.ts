import type { MapNode, Node } from '../document/node.ts'
import { branchKeys, stepKeys, type Verb } from '../keys/step-keys.ts'
import type { BranchModel, KeyModel, RouteModel, StepModel } from '../model/step-model.ts'
import type { Span } from '../problem.ts'
import { wrongShape } from '../rules/shape.ts'
import { readCondition } from './condition.ts'
import { entriesOf, readFields } from './fields.ts'
import { readBargeIn, readListening } from './speech.ts'
import type { StepsReader } from './steps.ts'
import { readTemplate } from './template.ts'
import { readDuration, readInteger, readText, readTexts } from './values.ts'

export interface Place {
  readonly at: Span
  readonly path: string
  readonly line: number
}

/** Reads a step of an offered verb. */
export function readVerb(verb: Verb, node: MapNode, place: Place, reader: StepsReader): StepModel | undefined {
  switch (verb) {
    case 'say':
      return readSay(node, place, reader)
    case 'ask':
      return readAsk(node, place, reader)
    case 'transfer':
      return readTransfer(node, place, reader)
    case 'route':
      return readRoute(node, place, reader)
    case 'disposition':
    case 'goto':
    case 'again':
    case 'hangup':
      return readShort(verb, node, place, reader)
    default:
      return verb satisfies never
  }
}

function readSay(node: MapNode, place: Place, { report }: StepsReader): StepModel | undefined {
  const fields = readFields(node, stepKeys.say, 'say', place.at, report)
  if (fields === undefined) return undefined
  const bargeIn = readBargeIn(fields, report)
  const prompts = readTexts(fields.get('say'), 'what is said', place.at, report)
  return { verb: 'say', prompts, ...(bargeIn !== undefined && { bargeIn }), ...place }
}

function readAsk(node: MapNode, place: Place, reader: StepsReader): StepModel | undefined {
  const { report } = reader
  const fields = readFields(node, stepKeys.ask, 'ask', place.at, report)
  if (fields === undefined) return undefined
  const { bargeIn, ...listen } = readListening(fields, report)
  const expect = readText(fields.get('expect'), 'expect', fields.keyAt('expect'), report)
  const filler = readText(fields.get('filler'), 'filler', fields.keyAt('filler'), report)
  const attempts = readInteger(fields.get('attempts'), 'attempts', { min: 1, max: 5 }, fields.keyAt('attempts'), report)
  const again = fields.get('reprompt')
  return {
    verb: 'ask',
    prompts: readTexts(fields.get('ask'), 'the question', place.at, report),
    ...(expect && { expect }),
    keys: readKeys(fields.get('keys'), fields.keyAt('keys'), reader),
    ...(filler && { filler }),
    ...(again && { reprompt: readTexts(again, 'the reprompt', fields.keyAt('reprompt'), report) }),
    ...(attempts && { attempts }),
    listen,
    ...(bargeIn !== undefined && { bargeIn }),
    on: reader.readEvents(fields.get('on'), place.path, fields.get('on') ? fields.keyAt('on') : place.at),
    ...place,
  }
}

function readKeys(node: Node | undefined, at: Span, { report }: StepsReader): readonly KeyModel[] {
  if (node === undefined) return []
  if (node.kind !== 'map') {
    wrongShape(node, at, 'keys must be a mapping from keys to intents ({ 1: yes, 2: no })', report)
    return []
  }
  return [...entriesOf(node.entries).values()].flatMap(({ key, value }) => {
    const intent = readText(value, `the intent of the key ${key.text}`, key.at, report)
    return intent === undefined ? [] : [{ key: { value: key.text, at: key.at }, intent }]
  })
}

function readTransfer(node: MapNode, place: Place, reader: StepsReader): StepModel | undefined {
  const { report } = reader
  const fields = readFields(node, stepKeys.transfer, 'transfer', place.at, report)
  if (fields === undefined) return undefined
  const queue = readText(fields.get('transfer'), 'the queue', place.at, report)
  const hold = readText(fields.get('hold'), 'hold', fields.keyAt('hold'), report)
  const callerId = readTemplate(fields.get('caller_id'), 'caller_id', fields.keyAt('caller_id'), report)
  const brief = readTemplate(fields.get('brief'), 'brief', fields.keyAt('brief'), report)
  const ringMs = readDuration(fields.get('ring'), 'ring', { min: 5_000, max: 120_000 }, fields.keyAt('ring'), report)
  return {
    verb: 'transfer',
    ...(queue && { queue }),
    ...(hold && { hold }),
    ...(callerId && { callerId }),
    ...(brief && { brief }),
    ...(ringMs !== undefined && { ringMs }),
    on: reader.readEvents(fields.get('on'), place.path, fields.get('on') ? fields.keyAt('on') : place.at),
    ...place,
  }
}

function readRoute(node: MapNode, place: Place, reader: StepsReader): RouteModel | undefined {
  const { report } = reader
  const list = readFields(node, stepKeys.route, 'route', place.at, report)?.get('route')
  if (list === undefined) return undefined
  if (list.kind !== 'list' || list.items.length === 0) {
    wrongShape(list, place.at, 'route must be a list of branches ([{ if: …, then: … }, { else: … }])', report)
    return { verb: 'route', branches: [], ...place }
  }
  const branches = list.items.flatMap((item, index) => readBranch(item, `${place.path}.route[${index}]`, reader) ?? [])
  return { verb: 'route', branches, ...place }
}

function readBranch(node: Node, path: string, reader: StepsReader): BranchModel | undefined {
  const { report } = reader
  const fields = readFields(node, branchKeys, 'a branch', node.at, report)
  if (fields === undefined) return undefined
  const [condition, then, otherwise] = [fields.get('if'), fields.get('then'), fields.get('else')]
  if (otherwise !== undefined) {
    if (condition !== undefined || then !== undefined)
      report.add(
        'shape',
        fields.keyAt('else'),
        'a branch is "if" with "then", or "else" alone: make "else" the next branch',
      )
    const at = fields.keyAt('else')
    // biome-ignore lint/suspicious/noThenProperty: a word of the language, never a promise
    return { at, isElse: true, then: reader.read(otherwise, `${path}.else`, at) }
  }
  if (condition === undefined || then === undefined) {
    report.add('missing-key', node.at, 'a branch needs "if" and "then", or "else" alone')
    if (then === undefined) return undefined
  }
  const read = condition && readCondition(condition, fields.keyAt('if'), report)
  const steps = reader.read(then, `${path}.then`, fields.keyAt('then'))
  // biome-ignore lint/suspicious/noThenProperty: a word of the language, never a promise
  return { at: node.at, isElse: false, then: steps, ...(read && { condition: read }) }
}

function readShort(
  verb: 'disposition' | 'goto' | 'again' | 'hangup',
  node: MapNode,
  place: Place,
  { report }: StepsReader,
): StepModel | undefined {
  const table = stepKeys[verb]
  const fields = readFields(node, table, verb, place.at, report)
  const value = entriesOf(node.entries).get(verb)?.value
  if (fields === undefined || value === undefined) return undefined
  if (verb === 'again') {
    const bare = value.kind === 'scalar' && value.value === undefined
    return { verb, ...(!bare && { prompts: readTexts(value, 'what is said', place.at, report) }), ...place }
  }
  const word = readText(value, verb === 'goto' ? 'the block' : 'the disposition', place.at, report)
  if (verb === 'goto') return { verb, ...(word && { block: word }), ...place }
  if (verb === 'disposition') return { verb, ...(word && { disposition: word }), ...place }
  const because = entriesOf(node.entries).get('because')
  const reason = readText(because?.value, 'because', because?.key.at ?? place.at, report)
  return { verb, ...(word && { disposition: word }), ...(reason && { because: reason }), ...place }
}
