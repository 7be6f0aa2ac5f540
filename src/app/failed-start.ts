import { join } from 'node:path'
import type { ListenAddress } from '../config/read-telephony.ts'
import { settings } from '../config/settings.ts'
import type { Sources } from '../config/sources.ts'
import type { Clock } from '../kernel/clock.ts'
import { Secret } from '../kernel/secret.ts'
import { isLoopback } from '../web/auth/origin.ts'
import { exitCodes } from './exit-codes.ts'
import type { FailedStart } from './failed-start-page.ts'
import { untilCorrected } from './failed-start-watch.ts'
import { failedStartApp } from './failed-start-web.ts'
import { localTime } from './local-time.ts'
import { StartFault } from './start-fault.ts'

/** Where a start that failed is told of, and what is watched meanwhile. */
export interface FailedStartPlace {
  /** What the settings say, faulty or not. */
  readonly sources: Sources
  /** The settings file there should be where none is found. */
  readonly systemFile: string
  /** The folder the process runs in, in whose `.env` settings may appear. */
  readonly cwd: string
  /** The folder the executable stands in. */
  readonly home: string
  readonly clock: Clock
  /** Told of the page's address once it is served. */
  readonly onServed: (url: string) => void
}

const lookEveryMs = 1_000
/** After which the start is tried again though no file has changed. */
const againAfterMs = 30_000

/** The fault of a start among what was thrown: clean-up that fails too wraps one error in another. */
export function startFaultIn(thrown: unknown): StartFault | undefined {
  if (thrown instanceof SuppressedError) return startFaultIn(thrown.suppressed)
  return thrown instanceof StartFault ? thrown : undefined
}

/** Serves the page about the fault until another try is worth it. Throws {@link StartFault} where it cannot be served. */
export async function showFailedStart(fault: StartFault, place: FailedStartPlace, stop: AbortSignal): Promise<void> {
  const { clock, sources, systemFile } = place
  const failed: FailedStart = {
    message: fault.message,
    foundAt: localTime(clock.now()),
    settingsFile: sources.file ?? systemFile,
    againAfterSeconds: againAfterMs / 1_000,
  }
  await using page = serve(failed, place)
  place.onServed(page.url)
  await untilCorrected({ paths: watched(place), lookEveryMs, againAfterMs }, clock, stop)
}

function serve(failed: FailedStart, { sources, clock }: FailedStartPlace) {
  const written = sources.written.get('WEB_PASSWORD')?.text ?? ''
  const password = written.trim() === '' ? undefined : new Secret(written.trim())
  const { host, port } = whereTo(sources, password !== undefined)
  const app = failedStartApp({ failed, clock, ...(password === undefined ? {} : { password }) })
  try {
    const server = Bun.serve({
      hostname: host,
      port,
      fetch: (request, self) => app.fetch(request, { address: self.requestIP(request)?.address ?? '' }),
    })
    return { url: server.url.href, [Symbol.asyncDispose]: () => server.stop(true) }
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error)
    throw new StartFault(
      `${failed.message}\nThe page that would say so cannot be served at WEB_LISTEN ${host}:${port} (${because}): is salehi running already?`,
      exitCodes.failed,
    )
  }
}

/** WEB_LISTEN, or its default where it cannot be read; this machine alone where no password is set. */
function whereTo(sources: Sources, isGuarded: boolean): ListenAddress {
  const { schema } = settings.WEB_LISTEN
  const read = schema.safeParse(sources.written.get('WEB_LISTEN')?.text)
  const address = read.success ? read.data : schema.parse(undefined)
  return isGuarded || isLoopback(address.host) ? address : { ...address, host: '127.0.0.1' }
}

function watched({ sources, systemFile, cwd, home }: FailedStartPlace): readonly string[] {
  const scenarios = sources.written.get('SCENARIOS_DIR')?.text.trim()
  const own =
    scenarios === undefined || scenarios === '' ? [] : [join(scenarios.startsWith('/') ? '/' : cwd, scenarios)]
  return [join(cwd, '.env'), systemFile, ...own, join(home, 'assets')]
}
