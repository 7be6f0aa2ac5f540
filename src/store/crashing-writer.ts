import { writeSync } from 'node:fs'
import type { Outgoing } from '../domain/outgoing.ts'
import { systemClock } from '../kernel/clock.ts'
import { sampleRecord } from './sample-record.ts'
import { openStore } from './store.ts'

/**
 * A process made to be killed: records calls and says so after each commit, then says `inside` from within a transaction
 * and stays there. Argument: the database file.
 */
export function writeUntilKilled(path: string, say: (word: string) => void): void {
  const store = openStore(path, systemClock)
  for (let call = 1; call <= 5; call++) {
    store.recordCall(sampleRecord({ id: `a${call}` }), [{ kind: 'panel.report', key: `a${call}`, body: '{}' }])
    say(`a${call}`)
  }
  const stuck: Outgoing = {
    kind: 'panel.report',
    key: 'a6-second',
    get body(): string {
      say('inside')
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
      return '{}'
    },
  }
  store.recordCall(sampleRecord({ id: 'a6' }), [{ kind: 'panel.report', key: 'a6', body: '{}' }, stuck])
}

if (import.meta.main) writeUntilKilled(Bun.argv[2] ?? '', (word) => void writeSync(1, `${word}\n`))
