import { builtinSets } from '../builtins.ts'
import { suggestion } from '../near.ts'
import type { FieldType } from '../plan.ts'
import type { FieldModel, ScenarioModel } from './scenario-model.ts'
import type { AskModel } from './step-model.ts'

/** What a path leads to: a field with its type, something nobody can know yet, or nothing, with the sentence that says so. */
export type Resolved =
  | { readonly kind: 'field'; readonly type: FieldType; readonly choices?: readonly string[] }
  | { readonly kind: 'opaque' }
  | { readonly kind: 'fault'; readonly message: string }

const callFields: ReadonlyMap<string, FieldModel> = new Map<string, FieldModel>([
  ['caller', { type: 'phone' }],
  ['line', { type: 'phone' }],
  ['direction', { type: 'choice', choices: ['outbound', 'inbound'] }],
])

/** Looks a path (`contact.name`) up among what is declared. */
export function resolvePath(model: ScenarioModel, path: readonly string[]): Resolved {
  const [root = '', name, ...rest] = path
  if (model.results.has(root)) return { kind: 'opaque' }
  const hasSlots = model.slots.entries.size > 0 || !model.slots.whole
  if (root === 'value' && hasSlots) return { kind: 'opaque' }
  const fields = fieldsOf(model, root)
  if (fields === undefined) {
    const roots = ['contact', 'call', ...(hasSlots ? ['slots'] : []), ...model.results]
    return { kind: 'fault', message: `there is no value "${path.join('.')}"${suggestion(root, roots)}` }
  }
  const { entries, whole, what } = fields
  if (name === undefined || rest.length > 0)
    return { kind: 'fault', message: `a value is written ${root}.${name ?? [...entries.keys()][0] ?? 'name'}` }
  const field = entries.get(name)
  if (field !== undefined) return { kind: 'field', ...field }
  if (!whole) return { kind: 'opaque' }
  return { kind: 'fault', message: `there is no ${what} "${name}"${suggestion(name, entries.keys())}` }
}

interface FieldsInScope {
  readonly entries: ReadonlyMap<string, FieldModel>
  readonly whole: boolean
  readonly what: string
}

function fieldsOf(model: ScenarioModel, root: string): FieldsInScope | undefined {
  switch (root) {
    case 'contact': {
      const phone = new Map<string, FieldModel>([['phone', { type: 'phone' }]])
      return {
        entries: new Map([...phone, ...model.contact.entries]),
        whole: model.contact.whole,
        what: 'contact field',
      }
    }
    case 'call':
      return { entries: callFields, whole: true, what: 'value of the call' }
    case 'slots':
      return { entries: model.slots.entries, whole: model.slots.whole, what: 'slot' }
    default:
      return undefined
  }
}

/** Names of the intents of the set a question expects; undefined when they cannot be known. */
export function intentsOf(model: ScenarioModel, ask: AskModel): readonly string[] | undefined {
  const name = ask.expect?.value
  if (name === undefined) return undefined
  const set = model.intents.entries.get(name)
  if (set !== undefined) return set.intents.whole ? [...set.intents.entries.keys()] : undefined
  return Object.hasOwn(builtinSets, name) ? builtinSets[name] : undefined
}
