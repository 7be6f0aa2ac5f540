import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import type { z } from 'zod'
import { type Controls, type Failure, type Held, pauseBody, whyBody } from './control.ts'
import { plainStatus } from './plain-status.ts'
import type { Status } from './status.ts'
import type { Why } from './story.ts'

/** What the routes are a function of: read models and commands, never a live call. */
export interface WebPorts {
  status(): Status
  /** Absent on a page that anybody may open: the routes made of it are then not there. */
  readonly trusted?: TrustedPorts
  /** Told of a fault of ours in answering a request: the error's name alone, for its message may hold a number. */
  readonly onFault?: (route: string, error: string) => void
}

/** What only those get who may see numbers and give orders. */
export interface TrustedPorts {
  readonly controls: Controls
  /** What holds dialing now. */
  held(): Held
  /** The story of a number or a call. */
  why(about: string): Why
}

/** A body is a sentence or a number; nothing larger is read. */
const largestBody = 4_096

/** What somebody gets who paused without a word. */
const byHand = 'paused by hand'

/** The web application: `/healthz` is 503 while Asterisk is out of reach; a fault is answered with `{error, advice}`. */
export function createWebApp(ports: WebPorts): Hono {
  const tooLarge = failure('the body is too large', `send at most ${largestBody} bytes`)
  const app = new Hono()
    .use(bodyLimit({ maxSize: largestBody, onError: (c) => c.json(tooLarge, 413) }))
    .get('/', (c) => c.text(plainStatus(ports.status())))
    .get('/healthz', (c) => {
      const { version, company, asterisk, dialing, gates } = ports.status()
      return c.json({ version, company, asterisk, dialing, gates }, asterisk.up ? 200 : 503)
    })
    .notFound((c) => c.json(failure('there is no such page', 'ask for / or /healthz'), 404))
    .onError((error, c) => {
      if (error instanceof HTTPException) return error.getResponse()
      ports.onFault?.(c.req.path, error.name)
      return c.json(failure('salehi could not answer: a fault of the program', 'look into its log'), 500)
    })
  return ports.trusted === undefined ? app : addTrusted(app, ports.trusted, () => ports.status())
}

function addTrusted(app: Hono, trusted: TrustedPorts, status: () => Status): Hono {
  const { controls } = trusted
  return app
    .get('/status', (c) => c.json(status()))
    .post('/why', async (c) => {
      const { about } = await read(c.req.raw, whyBody, 'send {"about": "a phone number or the id of a call"}')
      return c.json(trusted.why(about))
    })
    .post('/pause', async (c) => {
      const { because } = await read(c.req.raw, pauseBody, 'send {"because": "why, in at most 200 letters"} or {}')
      controls.pause(because === undefined || because === '' ? byHand : because)
      return c.json(trusted.held())
    })
    .post('/resume', (c) => {
      controls.resume()
      return c.json(trusted.held())
    })
    .post('/drain', (c) => {
      controls.drain()
      return c.json(trusted.held())
    })
    .post('/changed', (c) => {
      controls.changed()
      return c.json(trusted.held())
    })
}

/** The body as `schema` has it; an empty one is `{}`. Throws the answer for one that is wrong, which never repeats what was sent. */
async function read<T>(request: Request, schema: z.ZodType<T>, advice: string): Promise<T> {
  const text = await request.text()
  const parsed = schema.safeParse(parseJson(text === '' ? '{}' : text))
  if (parsed.success) return parsed.data
  throw new HTTPException(400, {
    res: Response.json(failure('the body is not what is meant here', advice), { status: 400 }),
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // no schema takes it
  }
}

function failure(error: string, advice: string): Failure {
  return { error, advice }
}
