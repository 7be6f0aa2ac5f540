/** How the page hears of the engine. Instants are epoch milliseconds of this device. */
export type FeedState =
  | { readonly kind: 'off' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** `triesAt`: when it is tried again; absent while it is being tried. */
  | { readonly kind: 'lost'; readonly because: Lost; readonly triesAt?: number }

/** Why it is lost. */
export type Lost = 'gone' | 'silent' | 'ending' | 'busy'

/** How long to wait before the n-th try in a row (from 0); milliseconds. Spread by `chance` (0…1), lest all pages come at once. */
export function waitBefore(attempt: number, chance: number): number {
  return Math.round(Math.min(15_000, 1_000 * 2 ** attempt) * (0.75 + chance / 2))
}
