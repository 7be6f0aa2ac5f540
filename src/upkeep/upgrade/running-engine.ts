import { z } from 'zod'
import { askEngine, tellChanged } from '../../cli/engine-client.ts'
import { goesOn } from '../upkeep-watch.ts'
import type { EngineAccess } from './ports.ts'

/** What an upgrade reads of a status; that of a newer salehi may have more. */
const stateSchema = z.object({
  version: z.string(),
  commit: z.string(),
  asterisk: z.object({ up: z.boolean() }),
  gates: z.array(z.object({ name: z.string(), shut: z.unknown().optional() })),
  liveCalls: z.array(z.object({ phase: z.string() })),
})

/** The engine that runs on a data folder, asked over its socket. */
export function runningEngine(dataDir: string): EngineAccess {
  return {
    async state(signal) {
      const asked = await askEngine(dataDir, { method: 'GET', path: '/status' }, stateSchema, signal)
      if (asked.kind === 'absent') return { kind: 'absent' }
      if (asked.kind === 'failed') return { kind: 'silent', because: asked.because }
      const { version, commit, asterisk, gates, liveCalls } = asked.value
      const scripted = liveCalls.filter(({ phase }) => !goesOn(phase)).length
      return {
        kind: 'runs',
        version,
        commit,
        asteriskUp: asterisk.up,
        holds: gates.some(({ name, shut }) => name === 'upgrade' && shut !== undefined),
        scripted,
        withOperator: liveCalls.filter(({ phase }) => phase === 'with_operator').length,
      }
    },
    nudge: (signal) => tellChanged(dataDir, signal),
  }
}
