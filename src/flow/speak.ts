import { assert } from '../kernel/assert.ts'
import { race } from '../kernel/scope.ts'
import { renderTemplate } from '../scenario/template.ts'
import type { FlowContext } from './context.ts'
import type { Said, Utterable } from './ports.ts'

/** The prompts of a step as they are spoken on this call, in its language. */
export function resolvePrompts(names: readonly string[], context: FlowContext): readonly Utterable[] {
  const { plan, facts } = context
  const language = plan.language.default
  return names.map((name) => {
    const spoken = plan.prompts.get(name)?.spoken.get(language)
    assert(spoken !== undefined, `the plan has no prompt ${name} in ${language}`)
    if (spoken.kind === 'text')
      return { kind: 'text', name, text: renderTemplate(spoken.text, facts, language), language }
    return { kind: 'audio', name, file: spoken.file, ...(spoken.says === undefined ? {} : { says: spoken.says }) }
  })
}

/** Which keys interrupt a prompt: none, any, or those that mean something here. */
export type BargeIn = boolean | ((key: string) => boolean)

/** Says prompts; a key interrupts them where `bargeIn` allows it and is kept for the next question. */
export async function speak(
  names: readonly string[],
  bargeIn: BargeIn,
  context: FlowContext,
  signal: AbortSignal,
): Promise<Said> {
  const utterables = resolvePrompts(names, context)
  if (bargeIn === false) return await context.voice.say(utterables, signal)
  const interrupts = (key: string): boolean => bargeIn === true || bargeIn(key)
  if (context.pendingKey !== undefined && interrupts(context.pendingKey)) return { kind: 'said' }
  return await race<Said>(
    signal,
    (inner) => context.voice.say(utterables, inner),
    async (inner) => {
      for (;;) {
        const key = await context.keypad.next(inner)
        if (!interrupts(key)) continue
        context.pendingKey = key
        return { kind: 'said' }
      }
    },
  )
}

/** The scenario's farewell, where it has one: said when a fault of ours ends a call that was going well. */
export function farewell(context: FlowContext): readonly string[] {
  return ['goodby', 'goodbye'].filter((name) => context.plan.prompts.has(name)).slice(0, 1)
}
