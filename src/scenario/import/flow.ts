import type { OldFlow, OldStep } from './old-scenario.ts'
import { record, word } from './old-scenario.ts'
import { importQuestion } from './question.ts'
import { type ImportedResult, importResult } from './results.ts'
import type { Notes } from './sections.ts'

/** A step of the new language as plain data. */
export type NewStep = Readonly<Record<string, unknown>> | string
export type NewBlocks = Record<string, readonly NewStep[]>

/** Types that belong to a question and say nothing by themselves. */
const questionTypes = ['record', 'classify_intent', 'route_by_intent', 'check_retry_limit']

/** Turns one graph of older steps into blocks; what cannot be carried over is noted with its line. */
export class FlowImport {
  readonly flow: OldFlow
  readonly notes: Notes
  /** Intents the flow asks about. */
  readonly routed = new Set<string>()
  readonly blocks: NewBlocks = {}
  readonly #prefix: string

  constructor(flow: OldFlow, prefix: string, notes: Notes) {
    this.flow = flow
    this.notes = notes
    this.#prefix = prefix
  }

  run(entry: 'outbound' | 'inbound'): NewBlocks {
    const first = this.flow.first
    this.blocks[entry] = []
    if (first !== undefined) this.blocks[entry] = this.chain(first, undefined)
    return this.blocks
  }

  step(id: string | undefined): OldStep | undefined {
    return id === undefined ? undefined : this.flow.steps.get(id)
  }

  /** The steps from here on to where the flow ends, parts, or joins another block. */
  chain(from: string, result: ImportedResult | undefined): readonly NewStep[] {
    const made: NewStep[] = []
    let prompts: string[] = []
    let known = result
    const speak = (): void => {
      if (prompts.length > 0) made.push({ say: one(prompts) })
      prompts = []
    }
    const seen = new Set<string>()
    for (let id: string | undefined = from; ; ) {
      const step = this.step(id)
      if (step === undefined || seen.has(step.id)) {
        speak()
        if (step !== undefined) made.push(this.jump(step.id, known))
        else made.push(...this.#end(known, id, undefined))
        return made
      }
      seen.add(step.id)
      if (questionTypes.includes(step.type)) {
        const question = importQuestion(this, step, prompts, known)
        if (question.asked) prompts = []
        speak()
        made.push(...question.steps)
        return made
      }
      switch (step.type) {
        case 'entry':
          break
        case 'play_prompt':
          prompts.push(promptOf(step))
          break
        case 'set_result': {
          speak()
          known = importResult(word(step.fields, 'result', 'value', 'status') ?? '', step.line, this.notes)
          const after = this.step(step.next)
          if (after === undefined || !isEnd(after)) made.push({ disposition: known.disposition })
          break
        }
        case 'disconnect':
        case 'hangup':
          speak()
          made.push(...this.#end(known, step.id, step))
          return made
        case 'transfer_to_operator':
          speak()
          made.push(...this.#transfer(step, known))
          return made
        case 'wait':
          this.notes.push(
            `line ${step.line}: the wait "${step.id}" was left out; prompts follow each other without a gap`,
          )
          break
        default:
          this.notes.push(`line ${step.line}: the step "${step.id}" of type "${step.type}" could not be carried over`)
      }
      id = step.next
    }
  }

  /** The name of the block that begins with a step; made when it is first needed. */
  jump(id: string, result: ImportedResult | undefined): string {
    const name = this.#blockName(id)
    if (this.blocks[name] === undefined) {
      this.blocks[name] = []
      this.blocks[name] = this.chain(id, result)
    }
    return name
  }

  #blockName(id: string): string {
    const name = `${this.#prefix}${id}`.replace(/[^\p{L}\p{N}_-]/gu, '_').replace(/^[^\p{L}_]/u, '_$&')
    return name === 'outbound' || name === 'inbound' ? `${name}_steps` : name
  }

  #end(known: ImportedResult | undefined, id: string | undefined, step: OldStep | undefined): readonly NewStep[] {
    const own = step && word(step.fields, 'result', 'status')
    const result = own === undefined ? known : importResult(own, step?.line ?? 1, this.notes)
    if (result === undefined) {
      const where =
        step === undefined
          ? `the flow ends after "${id ?? 'its last step'}"`
          : `line ${step.line}: "${step.id}" hangs up`
      this.notes.push(`${where} without a result; "unknown" stands there`)
      return [{ hangup: 'unknown' }]
    }
    return [{ hangup: result.disposition, ...(result.because && { because: result.because }) }]
  }

  #transfer(step: OldStep, known: ImportedResult | undefined): readonly NewStep[] {
    const { fields } = step
    const routes = record(fields['on']) ?? record(fields['routes']) ?? {}
    const good =
      word(fields, 'on_success', 'on_answered', 'on_connected', 'success') ??
      word(routes, 'success', 'answered', 'connected')
    const bad =
      word(fields, 'on_failure', 'on_failed', 'on_error', 'failure') ??
      word(routes, 'failure', 'failed', 'error', 'no_answer')
    const hold = word(fields, 'hold_prompt', 'hold', 'onhold', 'moh', 'prompt')
    const failure: readonly NewStep[] =
      bad === undefined ? [{ hangup: 'failed', because: 'operator_failed' }] : [this.jump(bad, known)]
    if (known === undefined)
      this.notes.push(`line ${step.line}: until an operator answers the call counts as "disconnected"`)
    const after = good ?? (bad === step.next ? undefined : step.next)
    return [
      ...(known === undefined ? [{ disposition: 'disconnected' }] : []),
      {
        transfer: 'operators',
        ...(hold !== undefined && { hold }),
        on: { answered: { disposition: 'connected' }, else: failure.length === 1 ? failure[0] : failure },
      },
      ...(after === undefined ? [] : this.chain(after, { disposition: 'connected' })),
    ]
  }
}

/** The prompt a step plays, by name. */
export function promptOf(step: OldStep): string {
  const name = word(step.fields, 'prompt', 'name', 'file', 'media') ?? step.id
  return (name.split(/[/:]/).at(-1) ?? name).replace(/\.(mp3|wav)$/i, '')
}

/** One of a list stands alone. */
export function one<T>(list: readonly T[]): T | readonly T[] {
  const [first] = list
  return list.length === 1 && first !== undefined ? first : list
}

function isEnd(step: OldStep): boolean {
  return step.type === 'hangup' || step.type === 'disconnect'
}
