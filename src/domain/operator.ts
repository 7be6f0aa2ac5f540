/** A human who takes transfers, and how to reach them. */
export interface Operator {
  /** Unique among the operators in force. */
  readonly key: string
  readonly name?: string
  /** The panel's id, told back in the report. */
  readonly panelId?: number | string
  /** The number or extension, told back in the report; absent for a fixed endpoint. */
  readonly phone?: string
  /** What Asterisk dials: `PJSIP/0912…@trunk` or `Local/6005@from-internal`. */
  readonly endpoint: string
}
