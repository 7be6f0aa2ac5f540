import { getTextFormatter, type TextFormatter } from '@logtape/logtape'
import { Secret } from '../kernel/secret.ts'
import { isPrivateName, looksDialled, redact } from './redact.ts'

/** One line per record: `2026-01-05 11:30:00.000 +03:30 INFO call.answered: The caller answered. call=01a2… ms=30`. */
export function appLineFormatter(timezone: string | undefined): TextFormatter {
  return getTextFormatter({
    timestamp: 'date-time-timezone',
    timeZone: timezone ?? null,
    level: 'FULL',
    format({ timestamp, level, record }) {
      const { event, ...fields } = record.properties
      const words = [timestamp, level, `${event}:`, redact(String(record.message[0])), ...fieldWords(fields)]
      return words.join(' ').replace(/[\r\n\u2028\u2029]+/g, ' ')
    },
  })
}

/** The fields of a line as words, cleaned: `call=01a2… ms=30`. */
export function fieldWords(fields: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${isPrivateName(name) ? '***' : fieldText(value)}`)
}

function fieldText(value: unknown): string {
  const text = plainText(value)
  return /^[^\s="]+$/.test(text) ? text : JSON.stringify(text)
}

function plainText(value: unknown): string {
  if (typeof value === 'string') return redact(value)
  if (typeof value === 'number') return looksDialled(value) ? '***' : String(value)
  if (value instanceof Error) return redact(errorText(value))
  if (value instanceof Secret) return String(value)
  if (typeof value !== 'object' || value === null) return String(value)
  try {
    return redact(JSON.stringify(value, hidePrivate) ?? String(value))
  } catch {
    return '(cannot be shown)' // a ring of references; the line matters more than the field
  }
}

function hidePrivate(name: string, value: unknown): unknown {
  if (name === 'pii') return undefined
  if (isPrivateName(name) || (typeof value === 'number' && looksDialled(value))) return '***'
  return value instanceof Error ? errorText(value) : value
}

/** Name, message, cause and stack of a fault: a bug must be findable from the line alone. */
function errorText(error: Error): string {
  const stack = (error.stack ?? '').split('\n').filter((line) => line.trim().startsWith('at '))
  const cause = error.cause instanceof Error ? ` (because ${error.cause.name}: ${error.cause.message})` : ''
  return [`${error.name}: ${error.message}${cause}`, ...stack.slice(0, 12).map((line) => line.trim())].join(' < ')
}
