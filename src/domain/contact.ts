import type { PhoneNumber } from './phone-number.ts'

/** Where a contact came from; it decides who may call it again. */
export type ContactSource = 'panel' | 'static' | 'import' | 'manual'

/** A person to call. */
export interface Contact {
  /** Ours, unique in the store. */
  readonly id: string
  readonly phone: PhoneNumber
  readonly source: ContactSource
  /** The panel's `numbers[].id`. */
  readonly panelId?: number | string
  /** What the batch or list brought along; prompts and conditions may use it. */
  readonly fields: Readonly<Record<string, string>>
}
