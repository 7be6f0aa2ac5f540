import { expect, test } from 'bun:test'
import type { AuditEntry } from '../web/site-ports.ts'
import { auditedControls } from './audited-controls.ts'

test('what is ordered by a command is carried out and written down like what the page orders', () => {
  const done: string[] = []
  const written: AuditEntry[] = []
  const inner = {
    pause: (because: string) => void done.push(`pause ${because}`),
    resume: () => void done.push('resume'),
    drain: () => void done.push('drain'),
    changed: () => void done.push('changed'),
  }
  const controls = auditedControls(inner, { write: (entry) => void written.push(entry) })
  controls.pause('lunch')
  controls.resume()
  controls.changed()
  controls.drain()
  expect(done).toEqual(['pause lunch', 'resume', 'changed', 'drain'])
  expect(written.map(({ access, action, about }) => [access, action, about])).toEqual([
    ['command', 'pause', 'lunch'],
    ['command', 'resume', undefined],
    ['command', 'drain', undefined],
  ])
})
