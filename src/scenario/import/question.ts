import { type FlowImport, type NewStep, one, promptOf } from './flow.ts'
import type { OldStep } from './old-scenario.ts'
import { record, word } from './old-scenario.ts'
import type { ImportedResult } from './results.ts'
import { notIntents, seconds } from './sections.ts'

/** What became of a record, classify and route: one `ask`. */
export interface ImportedQuestion {
  readonly steps: readonly NewStep[]
  /** Whether the prompts before it were taken as the question. */
  readonly asked: boolean
}

interface Retry {
  readonly prompts: readonly string[]
  readonly times: number
  readonly exceeded: string | undefined
}

/** Reads from a record (or the first step behind it) to its routes, and finds the loops back to it. */
export function importQuestion(
  flow: FlowImport,
  first: OldStep,
  prompts: readonly string[],
  result: ImportedResult | undefined,
): ImportedQuestion {
  const { recorder, router } = partsOf(flow, first)
  if (router === undefined) {
    flow.notes.push(`line ${first.line}: "${first.id}" leads to no route_by_intent; nothing could be made of it`)
    return { asked: false, steps: [{ hangup: 'unknown' }] }
  }
  if (prompts.length === 0)
    flow.notes.push(`line ${first.line}: nothing is said before "${first.id}" listens; "alo" is put as its question`)
  const routes = routesOf(router)
  for (const intent of routes.keys()) if (!notIntents.has(intent)) flow.routed.add(intent)
  const on: Record<string, unknown> = {}
  let reprompt: readonly string[] | undefined
  let attempts = 1
  for (const [written, target] of routes) {
    const event = eventOf(written)
    const retry = recorder && retryOf(flow, target, recorder)
    if (retry === undefined) {
      on[event] = flow.jump(target, result)
      continue
    }
    attempts = Math.min(5, Math.max(attempts, retry.times + 1))
    if (event === 'unknown' || event === 'else' || event === 'no_input') {
      reprompt = retry.prompts
      on[event] = retry.exceeded === undefined ? { hangup: 'unknown' } : flow.jump(retry.exceeded, result)
    } else {
      on[event] = { again: retry.prompts.length === 0 ? null : one(retry.prompts) }
      if (retry.exceeded !== undefined && retry.exceeded !== routes.get('unknown'))
        flow.notes.push(`line ${router.line}: "${written}" asked too often is taken as "unknown"`)
    }
  }
  coverAll(flow, router, recorder, on, result)
  const endpointing = seconds(recorder?.fields['max_silence'])
  const longest = seconds(recorder?.fields['max_duration'])
  const ask = {
    ask: one(prompts.length === 0 ? ['alo'] : prompts),
    expect: 'answer',
    ...(reprompt !== undefined && { reprompt: one(reprompt.length === 0 ? prompts : reprompt) }),
    ...(attempts > 1 && { attempts }),
    ...(endpointing && { endpointing }),
    ...(longest && { max_utterance: longest }),
    on,
  }
  return { asked: true, steps: [ask] }
}

/** Silence was a hang-up; and whatever the older flow did not name is not understood. */
function coverAll(
  flow: FlowImport,
  router: OldStep,
  recorder: OldStep | undefined,
  on: Record<string, unknown>,
  result: ImportedResult | undefined,
): void {
  const empty = recorder && word(recorder.fields, 'on_empty', 'next_on_empty', 'on_silence', 'on_no_input')
  if (!Object.hasOwn(on, 'no_input'))
    on['no_input'] = empty === undefined ? { hangup: 'hangup' } : flow.jump(empty, result)
  if (Object.hasOwn(on, 'else') || Object.hasOwn(on, 'unknown')) {
    if (!Object.hasOwn(on, 'else')) on['else'] = on['unknown']
    if (on['else'] === on['unknown']) delete on['unknown']
    return
  }
  flow.notes.push(
    `line ${router.line}: "${router.id}" says nothing for an answer not understood; it hangs up as "unknown"`,
  )
  on['else'] = { hangup: 'unknown' }
}

function partsOf(flow: FlowImport, first: OldStep): { readonly recorder?: OldStep; readonly router?: OldStep } {
  let recorder: OldStep | undefined
  let step: OldStep | undefined = first
  for (let hops = 0; step !== undefined && hops < 10; hops++) {
    if (step.type === 'route_by_intent') return { router: step, ...(recorder && { recorder }) }
    if (step.type === 'record') recorder = step
    else if (step.type !== 'classify_intent' && step.type !== 'wait') break
    step = flow.step(step.next)
  }
  return recorder === undefined ? {} : { recorder }
}

function routesOf(router: OldStep): ReadonlyMap<string, string> {
  const routes = new Map<string, string>()
  for (const [intent, target] of Object.entries(record(router.fields['routes'] ?? router.fields['intents']) ?? {})) {
    const id = typeof target === 'string' ? target : word(record(target) ?? {}, 'next', 'step')
    if (id !== undefined) routes.set(intent, id)
  }
  const rest = word(router.fields, 'default', 'else')
  if (rest !== undefined && !routes.has('default')) routes.set('default', rest)
  return routes
}

function eventOf(intent: string): string {
  if (['default', 'else', 'other'].includes(intent)) return 'else'
  return ['no_input', 'empty', 'silence'].includes(intent) ? 'no_input' : intent
}

/** Prompts, perhaps a limit, and back to the same record: the older way of asking again. */
function retryOf(flow: FlowImport, target: string, recorder: OldStep): Retry | undefined {
  const prompts: string[] = []
  let limit: OldStep | undefined
  let id: string | undefined = target
  for (let hops = 0; id !== undefined && hops < 10; hops++) {
    if (id === recorder.id) {
      return { prompts, times: limit === undefined ? 1 : timesOf(limit), exceeded: limit && exceededOf(limit) }
    }
    const step = flow.step(id)
    if (step?.type === 'play_prompt') prompts.push(promptOf(step))
    else if (step?.type === 'check_retry_limit') limit = step
    else if (step?.type !== 'wait') return undefined
    id = step.type === 'check_retry_limit' ? withinOf(step) : step.next
  }
  return undefined
}

function timesOf(limit: OldStep): number {
  const times = Number(word(limit.fields, 'max_retries', 'limit', 'max', 'retries') ?? 1)
  return Number.isInteger(times) && times > 0 ? times : 1
}

function withinOf(limit: OldStep): string | undefined {
  return word(limit.fields, 'on_retry', 'within_limit', 'within', 'retry', 'ok') ?? limit.next
}

function exceededOf(limit: OldStep): string | undefined {
  return word(limit.fields, 'on_exceeded', 'exceeded', 'on_limit', 'limit_reached', 'else')
}
