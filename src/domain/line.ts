/** One of our numbers, carried by a trunk, with its own limits. */
export interface Line {
  /** As the owner writes it; what the customer sees. */
  readonly number: string
  /** The panel's id of it; absent where the panel never gave one. */
  readonly panelId?: number | string
  readonly displayName?: string
}

/** Digits put before a dialled number: the last four of the line (`line4`), nothing, or fixed digits. */
export type DialPrefix = 'line4' | 'none' | { readonly digits: string }

/** The digits to dial over a trunk. */
export function dialString(prefix: DialPrefix, line: Line, number: string): string {
  if (prefix === 'none') return number
  if (prefix === 'line4') return `${line.number.replace(/\D/g, '').slice(-4)}${number}`
  return `${prefix.digits}${number}`
}
