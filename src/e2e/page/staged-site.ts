import { systemClock } from '../../kernel/clock.ts'
import { Secret } from '../../kernel/secret.ts'
import type { Role } from '../../web/api/contract.ts'
import type { KeptSession, SessionBook } from '../../web/auth/sessions.ts'
import { pageFiles } from '../../web/page/files.ts'
import { createSite } from '../../web/site.ts'
import { Scene } from './scene.ts'
import { stagedPorts } from './staged-ports.ts'

/** The passwords of a stage that has some. */
export const stagedPasswords: Readonly<Record<Role, string>> = { viewer: 'look', operator: 'work', admin: 'all-of-it' }

interface Running {
  readonly server: ReturnType<typeof Bun.serve>
  readonly stop: AbortController
  readonly ended: Promise<void>
}

/** An engine on paper behind the real web site, listening on this machine. */
export class Stage implements AsyncDisposable {
  readonly scene: Scene
  readonly address: string
  readonly #start: (port: number) => Running
  readonly #sessions: Map<string, KeptSession>
  #running: Running

  private constructor(scene: Scene, sessions: Map<string, KeptSession>, start: (port: number) => Running) {
    this.scene = scene
    this.#sessions = sessions
    this.#start = start
    this.#running = start(0)
    this.address = `http://127.0.0.1:${this.#running.server.port}`
  }

  /** Puts one up; `guarded` by passwords, or open to this machine. */
  static async open(guarded: boolean): Promise<Stage> {
    const scene = new Scene(() => systemClock.now())
    const source = await Bun.file(`${import.meta.dir}/../../../scenarios/sina/sina.yaml`).text()
    const ports = stagedPorts(scene, source)
    const roles = guarded ? Object.entries(stagedPasswords) : []
    const passwords = Object.fromEntries(roles.map(([role, text]) => [role, new Secret(text)]))
    const sessions = new Map<string, KeptSession>()
    let secrets = 0
    return new Stage(scene, sessions, (port) => {
      const stop = new AbortController()
      const newSecret = (): string => String(secrets++).padStart(43, 's')
      const site = createSite(ports, {
        passwords,
        sessions: bookOf(sessions),
        newSecret,
        clock: systemClock,
        page: pageFiles,
      })
      const fetch = (request: Request): Response | Promise<Response> => site.app.fetch(request, { from: '127.0.0.1' })
      const server = Bun.serve({ hostname: '127.0.0.1', port, idleTimeout: 0, fetch })
      return { server, stop, ended: site.run(stop.signal) }
    })
  }

  /** The site goes away. */
  async fall(): Promise<void> {
    this.#running.stop.abort()
    await this.#running.ended
    await this.#running.server.stop(true)
  }

  /** It comes back, at the same address. */
  rise(): void {
    this.#running = this.#start(Number(new URL(this.address).port))
  }

  /** Ends every session. */
  signOutAll(): void {
    this.#sessions.clear()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.fall()
  }
}

function bookOf(kept: Map<string, KeptSession>): SessionBook {
  return {
    find: (key) => kept.get(key),
    open: (session) => void kept.set(session.key, session),
    used(key, usedAt) {
      const session = kept.get(key)
      if (session !== undefined) kept.set(key, { ...session, usedAt })
    },
    close: (key) => void kept.delete(key),
    closeAll: () => kept.clear(),
    sweep: () => undefined,
  }
}
