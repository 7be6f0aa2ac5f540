import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { Scope } from '../kernel/scope.ts'
import type { GateName, Gates } from './gates.ts'
import type { Health, HealthCheck } from './ports.ts'

/** Between two looks at the same thing. */
const everyMs = 15_000
/** How long one look may take. */
const deadlineMs = 5_000

/** What is looked at, by the gate it holds shut while it is ill. */
export type HealthChecks = Readonly<Partial<Record<GateName, HealthCheck>>>

/**
 * Looks at everything now and every 15 s, and shuts or opens its gate; each on its own, so that one that is stuck holds
 * up none. A look that fails says nothing: its gate stays as it is, and the log tells once. `onLooked` is told once each
 * has been looked at. Rejects with the signal's reason.
 */
export async function watchHealth(
  checks: HealthChecks,
  gates: Pick<Gates, 'shut' | 'open'>,
  clock: Clock,
  log: Log,
  onLooked: () => void,
  signal: AbortSignal,
): Promise<void> {
  await using scope = new Scope(signal)
  const unseen = new Set(Object.keys(checks))
  if (unseen.size === 0) onLooked()
  for (const [gate, check] of Object.entries(checks) as [GateName, HealthCheck][]) {
    const seen = (): void => {
      if (unseen.delete(gate) && unseen.size === 0) onLooked()
    }
    scope.spawn((inner) => watch(gate, check, gates, clock, log, seen, inner))
  }
  await scope.idle()
  signal.throwIfAborted()
}

async function watch(
  gate: GateName,
  check: HealthCheck,
  gates: Pick<Gates, 'shut' | 'open'>,
  clock: Clock,
  log: Log,
  seen: () => void,
  signal: AbortSignal,
): Promise<void> {
  let unsureTold = false
  for (;;) {
    const health = await look(check, clock, signal)
    if (health.kind === 'well') gates.open(gate)
    else if (health.kind === 'ill') gates.shut(gate, health.because)
    else if (!unsureTold) {
      const { because } = health
      log.warn('health.unsure', 'whether all is well cannot be told; dialing goes on as it was', { gate, because })
    }
    unsureTold = health.kind === 'unsure'
    seen()
    await clock.sleep(everyMs, signal)
  }
}

/** One look. A file system that is stuck answers no abort either, so a look that is late is left behind, not waited for. */
async function look(check: HealthCheck, clock: Clock, signal: AbortSignal): Promise<Health> {
  signal.throwIfAborted()
  const found = Promise.withResolvers<Health>()
  const over = new AbortController()
  const either = AbortSignal.any([signal, over.signal])
  const stop = (): void => found.reject(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  const late: Health = { kind: 'unsure', because: `no answer within ${deadlineMs / 1_000} s` }
  // Whoever is first settles it; what comes later changes nothing.
  clock.sleep(deadlineMs, either).then(
    () => found.resolve(late),
    () => undefined,
  )
  Promise.try(check, either).then(found.resolve, (error: unknown) => found.resolve(unsure(error)))
  try {
    return await found.promise
  } finally {
    signal.removeEventListener('abort', stop)
    over.abort(new Error('the look is over'))
  }
}

function unsure(error: unknown): Health {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
  return { kind: 'unsure', because: code ?? (error instanceof Error ? error.name : 'unknown') }
}
