import type { Node } from '../document/node.ts'
import { queueKeys } from '../keys/company-keys.ts'
import { operatorsQueue, type Queue, type QueueMember } from '../policy.ts'
import type { Span } from '../problem.ts'
import type { Report } from '../report.ts'
import { readFields } from './fields.ts'
import { readSection } from './section.ts'
import { readText, readTexts } from './values.ts'

/** Section `queues` of company.yaml. */
export function readQueues(node: Node | undefined, at: Span, report: Report): ReadonlyMap<string, Queue> {
  const section = readSection<{ readonly queue: Queue }>(node, 'queues', at, report, (name, value, key) => {
    if (name === operatorsQueue) {
      report.add('shape', key, `"${operatorsQueue}" is built in: it is the roster of the settings or the panel`)
      return undefined
    }
    const queue = readQueue(name, value, key, report)
    return queue && { queue }
  })
  return new Map([...section.entries].map(([name, { queue }]) => [name, queue]))
}

const examples = { numbers: '"09123456789"', extensions: '"601"', endpoints: 'PJSIP/601' } as const

function readQueue(name: string, node: Node, key: Span, report: Report): Queue | undefined {
  const fields = readFields(node, queueKeys, `the queue "${name}"`, key, report)
  if (fields === undefined) return undefined
  const title = readText(fields.get('title'), 'the title', fields.keyAt('title'), report)
  const read = (from: 'numbers' | 'extensions' | 'endpoints', kind: QueueMember['kind'], pattern: RegExp) =>
    readTexts(fields.get(from), from, fields.keyAt(from), report).flatMap((one): readonly QueueMember[] => {
      if (pattern.test(one.value)) return [{ kind, value: one.value }]
      report.add('shape', one.at, `this is none of ${from}: for example ${examples[from]}`)
      return []
    })
  const members = [
    ...read('numbers', 'number', /^\+?\d{3,17}$/),
    ...read('extensions', 'extension', /^\d{2,10}$/),
    ...read('endpoints', 'endpoint', /^[A-Za-z0-9]+\/\S+$/),
  ]
  const named = fields.get('numbers') ?? fields.get('extensions') ?? fields.get('endpoints')
  if (named === undefined)
    report.add('missing-key', key, `the queue "${name}" needs numbers, extensions or endpoints: nobody is in it`)
  return { name, ...(title && { title: title.value }), members }
}
