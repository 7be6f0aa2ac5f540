/** One thing owed to an outside system, as it lies in the outbox. */
export interface OutboxRow {
  /** The outbox's own. */
  readonly id: number | string
  /** Which destination takes it: `panel.report`. */
  readonly kind: string
  /** Idempotency key: the same for every repeat. */
  readonly key: string
  /** The exact body. */
  readonly body: string
  /** How often it was sent before without being taken. */
  readonly attempts: number
}

/** What is owed and not yet delivered; every method is durable when it returns. */
export interface Outbox {
  /** Rows whose time has come, in the order of the facts they tell of; those set aside are not among them. */
  due(nowMs: number, limit: number): readonly OutboxRow[]
  /** The first of a kind whose time has come, behind the row `after` where given. */
  next(kind: string, nowMs: number, after?: OutboxRow['id']): OutboxRow | undefined
  /** It was taken; it will never be due again. */
  delivered(id: OutboxRow['id']): void
  /** Not taken: one attempt more, and not due before `untilMs` (epoch milliseconds). */
  postpone(id: OutboxRow['id'], untilMs: number, why: string): void
  /** It will never be taken as it is: kept, shown to people, not due until they say so. */
  setAside(id: OutboxRow['id'], why: string): void
}

/** What came of sending one row. `because` is for people: no personal data, no secret. */
export type Delivery =
  | { readonly kind: 'delivered' }
  /** This one will never be taken. */
  | { readonly kind: 'refused'; readonly because: string }
  /** None will be taken until someone corrects our settings. */
  | { readonly kind: 'misconfigured'; readonly because: string }
  | { readonly kind: 'unavailable'; readonly because: string; readonly retryAfterMs?: number }

/** Sends one row of a kind. A repeat must send the same bytes under the same key. Rejects only with the signal's reason. */
export type Deliver = (row: Pick<OutboxRow, 'key' | 'body'>, signal: AbortSignal) => Promise<Delivery>
