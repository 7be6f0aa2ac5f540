import type { Clock } from '../kernel/clock.ts'
import type { Log } from '../kernel/log.ts'
import { type DatagramSocket, openDatagram } from './datagram.ts'
import { notifyAddress } from './notify-address.ts'

/** What is told to the service manager that started us; nothing happens where there is none. */
export interface ServiceManager extends Disposable {
  /** The start is over: also when all there is to show is what keeps it from dialing. */
  ready(status: string): void
  /** One line for `systemctl status`; the same line again is not sent. */
  status(text: string): void
  /** The end has begun and may take this long, whatever the unit's TimeoutStopSec says. */
  stopping(status: string, withinMs: number): void
  /** Says «alive» at least twice in the time the manager allows, until aborted; ends at once where no watchdog is set. */
  beat(signal: AbortSignal): Promise<void>
}

export interface ServiceManagerOptions {
  /** Where NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID stand. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Our own process: the watchdog may be meant for another. */
  readonly pid: number
  readonly clock: Clock
  readonly log: Log
}

/** Longest status; `systemctl status` shows one line. */
const longestStatus = 200

/** Opens the way to systemd (sd_notify), or to nobody. A socket that cannot be used is told to the log, once. */
export function openServiceManager(options: ServiceManagerOptions): ServiceManager {
  const { env, log } = options
  const written = env['NOTIFY_SOCKET'] ?? ''
  if (written === '') return nobody
  const socket = openSocket(written)
  if (typeof socket !== 'string') return new Systemd(socket, options)
  log.warn('systemd.unreachable', 'The service manager cannot be told how we are: it may end us for it.', {
    because: socket,
  })
  return nobody
}

/** The socket, or why there is none. */
function openSocket(written: string): DatagramSocket | string {
  const address = notifyAddress(written)
  if (address === undefined) return 'NOTIFY_SOCKET names no unix socket'
  try {
    return openDatagram(address)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const nobody: ServiceManager = {
  ready: () => undefined,
  status: () => undefined,
  stopping: () => undefined,
  beat: () => Promise.resolve(),
  [Symbol.dispose]: () => undefined,
}

class Systemd implements ServiceManager {
  readonly #socket: DatagramSocket
  readonly #clock: Clock
  readonly #log: Log
  readonly #beatMs: number | undefined
  /** What it has not heard yet, by name; a newer word takes the place of an older one. */
  readonly #owed = new Map<string, string>()
  #status = ''
  #deaf = false

  constructor(socket: DatagramSocket, { env, pid, clock, log }: ServiceManagerOptions) {
    this.#socket = socket
    this.#clock = clock
    this.#log = log
    this.#beatMs = beatMs(env, pid)
  }

  ready(status: string): void {
    this.#tell({ READY: '1', ...this.#changed(status) })
  }

  status(text: string): void {
    this.#tell(this.#changed(text))
  }

  stopping(status: string, withinMs: number): void {
    const microseconds = String(Math.ceil(withinMs) * 1_000)
    this.#tell({ STOPPING: '1', EXTEND_TIMEOUT_USEC: microseconds, ...this.#changed(status) })
  }

  async beat(signal: AbortSignal): Promise<void> {
    const everyMs = this.#beatMs
    if (everyMs === undefined) return
    // A turn of the event loop stands between two beats: one that is stuck sends none, and systemd starts us anew.
    for (;;) {
      this.#tell({ WATCHDOG: '1' })
      await this.#clock.sleep(everyMs, signal).catch((error: unknown) => {
        if (!signal.aborted) throw error
      })
      if (signal.aborted) return
    }
  }

  [Symbol.dispose](): void {
    this.#socket[Symbol.dispose]()
  }

  #changed(status: string): Readonly<Record<string, string>> {
    const line = oneLine(status)
    if (line === this.#status) return {}
    this.#status = line
    return { STATUS: line }
  }

  /** What does not arrive now goes along with the next word. */
  #tell(words: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(words)) this.#owed.set(name, value)
    if (this.#owed.size === 0) return
    const text = [...this.#owed].map(([name, value]) => `${name}=${value}\n`).join('')
    if (this.#socket.send(text)) {
      this.#owed.clear()
      this.#deaf = false
    } else if (!this.#deaf) {
      this.#deaf = true
      this.#log.warn('systemd.deaf', 'The service manager did not take what we told it; it is told again.')
    }
  }
}

/** Half the time it allows, so that one late beat is none missed; undefined where no watchdog is set for this process. */
function beatMs(env: ServiceManagerOptions['env'], pid: number): number | undefined {
  const allowed = Number(env['WATCHDOG_USEC'] ?? '')
  const meant = env['WATCHDOG_PID'] ?? ''
  if (!Number.isFinite(allowed) || allowed <= 0 || (meant !== '' && meant !== String(pid))) return undefined
  return Math.max(1, Math.floor(allowed / 2_000))
}

/** A line end would begin another word to the manager. */
function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  return line.length <= longestStatus ? line : `${line.slice(0, longestStatus - 1)}…`
}
