import type { Facts } from './expression/facts.ts'
import { factAt } from './expression/facts.ts'
import { speakAs } from './format.ts'
import type { Template } from './plan.ts'

/** A template's text on one call, in a language. A hole whose value nobody knows stays empty. */
export function renderTemplate(template: Template, facts: Facts, language: string): string {
  return template
    .map((part) => {
      if (typeof part === 'string') return part
      const value = factAt(facts, part.path)
      return value === undefined ? '' : speakAs(value, part.format ?? 'text', language)
    })
    .join('')
}
