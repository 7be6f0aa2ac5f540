/** Something owed to an outside system, written in the same transaction as the fact it tells of. */
export interface Outgoing {
  /** Which worker sends it. */
  readonly kind: 'panel.report' | 'sms.alert'
  /** Idempotency key: the attempt's id, or the incident's with what is told of it. A repeat is byte-identical under the same key. */
  readonly key: string
  /** The exact body to send. */
  readonly body: string
}
