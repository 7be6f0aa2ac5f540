import type { z } from 'zod'
import { controlSocket } from '../app/control.ts'
import { systemClock as clock } from '../kernel/clock.ts'
import { within } from '../kernel/deadline.ts'
import { failureSchema, heldSchema } from '../web/control.ts'

/** What is asked of the running engine. Numbers go into the body, never into the path. */
export interface EngineRequest {
  readonly method: 'GET' | 'POST'
  readonly path: '/status' | '/why' | '/pause' | '/resume' | '/drain' | '/changed'
  readonly body?: object
}

/** What came of asking. `because` is for people and says what to do. */
export type Asked<T> =
  | { readonly kind: 'answered'; readonly value: T }
  /** No engine runs on this data folder. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly because: string }

/** An engine that is well answers within milliseconds. */
const patienceMs = 5_000

const otherVersion =
  'the running salehi is of another version than this executable: use the executable it was started from'

/** Asks the engine that runs on a data folder; rejects with the signal's reason alone. */
export async function askEngine<T>(
  dataDir: string,
  { method, path, body }: EngineRequest,
  schema: z.ZodType<T>,
  signal: AbortSignal,
): Promise<Asked<T>> {
  const unix = controlSocket(dataDir)
  const ask = async (inner: AbortSignal): Promise<Asked<T>> => {
    const init = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(`http://salehi${path}`, { method, unix, signal: inner, ...init })
    const answer: unknown = await response.json()
    const read = response.ok ? schema.safeParse(answer) : undefined
    if (read?.success === true) return { kind: 'answered', value: read.data }
    const failure = failureSchema.safeParse(answer)
    if (response.status === 404 || !failure.success) return { kind: 'failed', because: otherVersion }
    return { kind: 'failed', because: `${failure.data.error}: ${failure.data.advice}` }
  }
  try {
    return await within(clock, patienceMs, 'asking salehi', ask, signal)
  } catch (error) {
    signal.throwIfAborted()
    return unasked(unix, error)
  }
}

function unasked(unix: string, error: unknown): Asked<never> {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  // A socket nobody listens on is left of an engine that died.
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ECONNREFUSED') return { kind: 'absent' }
  if (code === 'EACCES' || code === 'EPERM') {
    return { kind: 'failed', because: `this user may not use ${unix}: do it as root or as salehi's own user (sudo)` }
  }
  const because = error instanceof Error ? error.message : String(error)
  return { kind: 'failed', because: `salehi does not answer on ${unix} (${because}): look into its log` }
}

/** What to say where no engine runs on a data folder. */
export function notRunning(dataDir: string): string {
  return `salehi does not run on DATA_DIR ${dataDir}. Start it: systemctl start salehi, or salehi run`
}

/**
 * Tells an engine that runs on this data folder that the list, the do-not-call list or the outbox was changed, so that it
 * looks at once. Where none runs, or it does not answer, nothing is lost: it sees the change when it next looks.
 */
export async function tellChanged(dataDir: string, signal: AbortSignal): Promise<void> {
  await askEngine(dataDir, { method: 'POST', path: '/changed' }, heldSchema, signal)
}
