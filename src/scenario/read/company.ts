import type { CauseTable } from '../../domain/cause.ts'
import {
  type Disposition,
  dispositions,
  isDisposition,
  networkDispositions,
  oldNames,
} from '../../domain/disposition.ts'
import type { MapNode, Node } from '../document/node.ts'
import { attemptKeys, companyKeys, doNotCallKeys, retryKeys } from '../keys/company-keys.ts'
import { suggestion } from '../near.ts'
import { type AttemptCaps, type DoNotCallSource, defaultPolicy, type Policy, type RetryRule } from '../policy.ts'
import type { Span } from '../problem.ts'
import type { Report } from '../report.ts'
import { wrongShape } from '../rules/shape.ts'
import { entriesOf, type Fields, readFields } from './fields.ts'
import { readDates, readWeek, readZone } from './hours.ts'
import { readQueues } from './queues.ts'
import { readSection } from './section.ts'
import { readDuration, readInteger, readPattern, readText } from './values.ts'

type Key = Extract<keyof typeof companyKeys, string>

/** Reads company.yaml; what is missing takes its default. With problems reported the result is not to be used. */
export function readPolicy(root: MapNode, company: string, report: Report): Policy {
  const base = defaultPolicy(company)
  const first: Span = { start: root.at.start, end: root.at.start + 1 }
  const fields = readFields(root, companyKeys, 'company.yaml', first, report) as Fields<Key>
  const at = (key: Key): Span => fields.keyAt(key)
  readInteger(fields.get('salehi'), 'salehi, the version of the language,', { min: 1, max: 1 }, at('salehi'), report)
  checkCompany(fields, company, report)
  const title = readText(fields.get('title'), 'the title', at('title'), report)
  const consent = readText(fields.get('consent'), 'consent', at('consent'), report)
  const zone = readZone(fields.get('zone'), at('zone'), report) ?? base.zone
  const hours = fields.get('calling_hours')
  const week = (hours && readWeek(hours, at('calling_hours'), report)) ?? base.calling.week
  const closed = readDates(fields.get('holidays'), 'holidays', at('holidays'), report)
  const days = readPattern(
    fields.get('retention'),
    /^[1-9]\d{0,3}d$/,
    'retention is written 90d',
    at('retention'),
    report,
  )
  return {
    company,
    ...(title && { title: title.value }),
    zone,
    calling: { ...base.calling, timezone: zone, week, closed },
    attempts: readAttempts(fields.get('attempts'), at('attempts'), base.attempts, report),
    retries: readRetries(fields.get('retry'), at('retry'), report),
    doNotCall: readDoNotCall(fields.get('do_not_call'), at('do_not_call'), base.doNotCall, report),
    ...(consent && { consent: consent.value }),
    causes: readCauses(fields.get('causes'), at('causes'), report),
    queues: readQueues(fields.get('queues'), at('queues'), report),
    ...(days && { retentionDays: Number.parseInt(days.value, 10) }),
  }
}

function checkCompany(fields: Fields<Key>, company: string, report: Report): void {
  const written = readText(fields.get('company'), 'the company', fields.keyAt('company'), report)
  if (written === undefined || written.value === company) return
  const message = `this file stands in the folder of "${company}" but says "${written.value}": move it, or correct it`
  report.add('company', written.at, message)
}

function readAttempts(node: Node | undefined, at: Span, base: AttemptCaps, report: Report): AttemptCaps {
  const fields = node && readFields(node, attemptKeys, 'attempts', at, report)
  if (fields === undefined) return base
  const perDay = readInteger(fields.get('per_day'), 'per_day', { min: 1, max: 10 }, fields.keyAt('per_day'), report)
  const total = readInteger(fields.get('total'), 'total', { min: 1, max: 100 }, fields.keyAt('total'), report)
  return { perDay: perDay?.value ?? base.perDay, total: total?.value ?? base.total }
}

/** Nobody who was reached, or asked not to be, is rung again by a rule. */
const final: readonly Disposition[] = ['connected', 'not_interested', 'inbound_call', 'complained']

function readRetries(node: Node | undefined, at: Span, report: Report): ReadonlyMap<Disposition, RetryRule> {
  const section = readSection<{ readonly disposition: Disposition; readonly rule: RetryRule }>(
    node,
    'retry',
    at,
    report,
    (name, value, key) => {
      const disposition = readDisposition(name, key, dispositions, report)
      if (disposition !== undefined && final.includes(disposition)) {
        report.add('shape', key, `"${name}" is final: such a number is not tried again`)
        return undefined
      }
      const rule = readRetry(value, key, report)
      return disposition && rule && { disposition, rule }
    },
  )
  return new Map([...section.entries.values()].map(({ disposition, rule }) => [disposition, rule]))
}

function readRetry(node: Node, key: Span, report: Report): RetryRule | undefined {
  const range = { min: 60_000, max: 30 * 24 * 3_600_000 }
  if (node.kind === 'scalar') {
    const afterMs = readDuration(node, 'the wait', range, key, report)
    return afterMs === undefined ? undefined : { afterMs, times: 1 }
  }
  const fields = readFields(node, retryKeys, 'a retry rule', key, report)
  if (fields === undefined) return undefined
  const afterMs = readDuration(fields.get('after'), 'after', range, fields.keyAt('after'), report)
  const times = readInteger(fields.get('times'), 'times', { min: 1, max: 20 }, fields.keyAt('times'), report)
  return afterMs === undefined ? undefined : { afterMs, times: times?.value ?? 1 }
}

function readDisposition(
  word: string,
  at: Span,
  allowed: readonly Disposition[],
  report: Report,
): Disposition | undefined {
  const shared = oldNames[word] ?? word
  if (isDisposition(shared) && allowed.includes(shared)) return shared
  report.add('unknown-name', at, `there is no disposition "${word.slice(0, 40)}" here${suggestion(word, allowed)}`)
  return undefined
}

/** Those who asked for it, and those entered by hand, are never rung, whatever is written. */
function readDoNotCall(
  node: Node | undefined,
  at: Span,
  base: readonly DoNotCallSource[],
  report: Report,
): readonly DoNotCallSource[] {
  if (node === undefined) return base
  if (node.kind !== 'list') {
    wrongShape(node, at, 'do_not_call must be a list ([{ file: do-not-call.csv }])', report)
    return base
  }
  const files = node.items.flatMap((item): readonly DoNotCallSource[] => {
    if (item.kind === 'scalar' && (item.text === 'spoken' || item.text === 'manual')) return []
    if (item.kind !== 'map') {
      wrongShape(item, item.at, 'a source is spoken, manual, or { file: name }', report)
      return []
    }
    const fields = readFields(item, doNotCallKeys, 'a source', item.at, report)
    const must = 'a file of the company’s folder, without a path outside it'
    const file = readPattern(fields?.get('file'), /^(?!.*\.\.)[\w][\w./-]*$/, must, item.at, report)
    return file === undefined ? [] : [{ kind: 'file', file: file.value }]
  })
  return [...base, ...files]
}

function readCauses(node: Node | undefined, at: Span, report: Report): ReadonlyMap<string, CauseTable> {
  const causes = new Map<string, CauseTable>()
  if (node === undefined) return causes
  if (node.kind !== 'map') {
    wrongShape(node, at, 'causes must be a mapping from trunks to tables', report)
    return causes
  }
  for (const [trunk, entry] of entriesOf(node.entries)) {
    if (entry.value.kind === 'map') causes.set(trunk, readCauseTable(entry.value, report))
    else wrongShape(entry.value, entry.key.at, `the table of "${trunk}" must be a mapping ({ 38: power_off })`, report)
  }
  return causes
}

function readCauseTable(node: MapNode, report: Report): CauseTable {
  const table: Record<number, Disposition> = {}
  for (const [code, { key, value }] of entriesOf(node.entries)) {
    if (!/^\d{1,3}$/.test(code) || Number(code) > 127) {
      report.add('shape', key.at, `"${code.slice(0, 20)}" is no cause code: they are 0 to 127`)
      continue
    }
    const word = readText(value, `the cause ${code}`, key.at, report)
    const disposition = word && readDisposition(word.value, word.at, networkDispositions, report)
    if (disposition !== undefined) table[Number(code)] = disposition
  }
  return table
}
