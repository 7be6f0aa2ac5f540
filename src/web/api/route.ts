import type { z } from 'zod'
import type { Caller } from '../auth/caller.ts'
import type { Role } from './contract.ts'

/** A request that was let in and understood. `caller` is absent only where anybody may ask. */
export interface Asked<Q, B> {
  readonly caller: Caller | undefined
  readonly params: Readonly<Record<string, string>>
  readonly query: Q
  readonly body: B
  /** The address it came from. */
  readonly from: string
  readonly request: Request
}

/** What a handler answers beside its content. */
export interface Answered<A> {
  readonly answer: A
  readonly headers: Readonly<Record<string, string>>
}

/** What is written into the audit of an order; `about` never holds a whole number. */
export interface Audited {
  readonly action: string
  readonly about?: string
}

/** A route with its types still known; {@link route} makes one of it that stands beside others. */
export interface RouteSpec<Q, B, A> {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** Who may; a greater role may too. `anybody`: also who is not signed in. */
  readonly least: Role | 'anybody'
  /** One line for the document of the interface. */
  readonly summary: string
  readonly query?: z.ZodType<Q>
  readonly body?: z.ZodType<B>
  /** A schema, or the media type of what is no JSON. */
  readonly answer: z.ZodType<A> | string
  /** Absent: nothing that is told of afterwards. */
  readonly audit?: (asked: Asked<Q, B>) => Audited | undefined
  /** Signing in itself has nothing to prove yet. */
  readonly withoutProof?: boolean
  run(asked: Asked<Q, B>): A | Answered<A> | Response | Promise<A | Answered<A> | Response>
}

/** A route as the site knows it. */
export interface Route extends Omit<RouteSpec<unknown, unknown, unknown>, 'run' | 'audit'> {
  readonly audit?: (asked: Asked<never, never>) => Audited | undefined
  readonly run: (asked: Asked<never, never>) => unknown
}

/** The one way to a route: nobody can leave out who may use it. */
export function route<Q = undefined, B = undefined, A = unknown>(spec: RouteSpec<Q, B, A>): Route {
  return spec as unknown as Route
}
