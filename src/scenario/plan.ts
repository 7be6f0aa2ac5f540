import type { Disposition, Reason } from '../domain/disposition.ts'
import type { WeeklyHours } from '../domain/weekly-hours.ts'
import type { Expression } from './expression/expression.ts'

/** A scenario checked and compiled: immutable, kept by a live call until it ends. */
export interface Plan {
  readonly name: string
  readonly title: string
  /** The company it belongs to; absent = every company. */
  readonly company?: string
  /** Where it was read, as shown to people (`scenarios/sina/sina.yaml`). */
  readonly file: string
  /** The YAML text, for the page that shows the walked lines. */
  readonly source: string
  /** SHA-256 of the source, hex. */
  readonly hash: string
  readonly language: LanguagePlan
  readonly speech: SpeechSettings
  /** Fields a contact must bring. */
  readonly contact: ReadonlyMap<string, FieldType>
  readonly prompts: ReadonlyMap<string, Prompt>
  readonly intents: ReadonlyMap<string, IntentSet>
  /** Intents heard at any listening step (`remove_me` is among them unless the scenario speaks of it). */
  readonly always: readonly AlwaysIntent[]
  readonly hours: ReadonlyMap<string, OpeningHours>
  /** Our finer words → what they are reported as. */
  readonly dispositions: ReadonlyMap<string, Disposition>
  readonly blocks: ReadonlyMap<string, Block>
  /** Entry blocks offered. */
  readonly offers: readonly ('outbound' | 'inbound')[]
}

/** Languages of a scenario; `default` is spoken until something else is known. */
export interface LanguagePlan {
  readonly default: string
  readonly offered: readonly string[]
}

/** How to listen; every listening step may override it. */
export interface SpeechSettings {
  /** Silence that ends an utterance. */
  readonly endpointingMs: number
  /** Silence from the start after which nothing was said. */
  readonly noInputMs: number
  readonly maxUtteranceMs: number
  /** Whether a key interrupts a prompt. */
  readonly bargeIn: boolean
  /** Terms the recogniser should favour. */
  readonly hotwords: readonly string[]
}

export const fieldTypes = ['text', 'digits', 'phone', 'date', 'money', 'number', 'choice', 'yes_no'] as const
export type FieldType = (typeof fieldTypes)[number]

/** Something we say, per language. */
export interface Prompt {
  readonly name: string
  readonly line: number
  readonly spoken: ReadonlyMap<string, SpokenPrompt>
}

/** A recording, with its words where the scenario gives them (`says`), or a text to synthesise. */
export type SpokenPrompt =
  | { readonly kind: 'audio'; readonly file: string; readonly says?: string }
  | { readonly kind: 'text'; readonly text: Template }

/** Text with `{path}` and `{path:format}` holes. */
export type Template = readonly (string | { readonly path: readonly string[]; readonly format?: FieldType })[]

/** A closed set of meanings an answer can have. */
export interface IntentSet {
  readonly name: string
  readonly intents: ReadonlyMap<string, Intent>
}

/** One meaning: said in words for a model, and as phrases. A phrase heard whole decides at once. */
export interface Intent {
  readonly name: string
  readonly means?: string
  readonly phrases: readonly string[]
}

/** An intent heard at every question, and what then happens. Without a jump the question is put again afterwards. */
export interface AlwaysIntent extends Intent {
  readonly then: Steps
}

/** Weekly opening hours in a zone; minutes from midnight. Index 0 is Sunday. */
export interface OpeningHours {
  readonly name: string
  readonly timezone: string
  readonly week: WeeklyHours
  /** ISO dates (Gregorian) on which it is closed all day. */
  readonly closed: readonly string[]
}

/** A named list of steps. */
export interface Block {
  readonly name: string
  readonly line: number
  readonly steps: Steps
}

/** Steps in order; a block's name where steps may stand is one `goto`. Empty = go on. */
export type Steps = readonly Step[]

/** Where a step stands, for trace and page: `outbound[0].on.yes[1]` and its line in the file. */
export interface StepPlace {
  readonly path: string
  readonly line: number
}

/** What follows an event. An event that is not a key here ends nothing: success goes on to the next step. */
export type EventMap = ReadonlyMap<string, Steps>

export type Step = SayStep | AskStep | TransferStep | RouteStep | DispositionStep | GotoStep | AgainStep | HangupStep

export interface SayStep extends StepPlace {
  readonly verb: 'say'
  readonly prompts: readonly string[]
  readonly bargeIn: boolean
}

export interface AskStep extends StepPlace {
  readonly verb: 'ask'
  readonly prompts: readonly string[]
  /** Name of an intent set of the plan. */
  readonly expect: string
  /** DTMF key → intent (of the set or of `always`). */
  readonly keys: ReadonlyMap<string, string>
  /** Played from the end of the utterance while we think. */
  readonly filler?: string
  /** Played before listening again after silence or no match; without it there is no second try but by `again`. */
  readonly reprompt?: readonly string[]
  /** How often we listen at most, `again` included. */
  readonly attempts: number
  readonly listen: Pick<SpeechSettings, 'endpointingMs' | 'noInputMs' | 'maxUtteranceMs'>
  readonly bargeIn: boolean
  /** Every intent of the set, `unknown`, `no_input` and any `always` intent taken over; `else` is already expanded into them. */
  readonly on: EventMap
}

export const transferEvents = ['answered', 'no_answer', 'busy', 'unavailable', 'failed'] as const
export type TransferEvent = (typeof transferEvents)[number]

export interface TransferStep extends StepPlace {
  readonly verb: 'transfer'
  readonly queue: string
  /** Prompt looped until an operator answers. */
  readonly hold?: string
  readonly callerId?: Template
  readonly brief?: Template
  /** How long one operator's phone rings. */
  readonly ringMs?: number
  readonly on: EventMap
}

export interface RouteStep extends StepPlace {
  readonly verb: 'route'
  /** Tried in order; a branch without `if` is the `else`. */
  readonly branches: readonly { readonly if?: Expression; readonly then: Steps }[]
}

export interface DispositionStep extends StepPlace {
  readonly verb: 'disposition'
  readonly disposition: Disposition
  /** The scenario's own word where it has one. */
  readonly detail?: string
}

export interface GotoStep extends StepPlace {
  readonly verb: 'goto'
  readonly block: string
}

export interface AgainStep extends StepPlace {
  readonly verb: 'again'
  /** Said instead of the question; absent = the question itself. */
  readonly prompts?: readonly string[]
}

export interface HangupStep extends StepPlace {
  readonly verb: 'hangup'
  readonly disposition: Disposition
  readonly detail?: string
  readonly because?: Reason
}
