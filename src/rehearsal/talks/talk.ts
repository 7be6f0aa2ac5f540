import type { Direction } from '../../domain/direction.ts'
import type { Disposition, Reason } from '../../domain/disposition.ts'
import type { PanelStatus } from '../../panel/status.ts'
import type { Located, Span } from '../../scenario/problem.ts'

/** A file of talks read: calls of one scenario, written down as they should go. */
export interface TalkFile {
  /** As shown to people (`scenarios/sina/sina.talk.yaml`). */
  readonly file: string
  readonly talks: readonly Talk[]
}

/** One call as it should go: what is said on both sides, in order, and how it ends. */
export interface Talk {
  readonly name: Located<string>
  /** Who rings whom. */
  readonly direction: Direction
  /** What the list brings along; `phone` among it where the talk names one. */
  readonly contact: Readonly<Record<string, string>>
  /** When the call begins; epoch milliseconds. */
  readonly atMs: number
  readonly world: World
  readonly steps: readonly TalkStep[]
  readonly ends: Ends
}

/** What is out of order on a call, from its beginning to its end. */
export interface World {
  readonly recogniser?: RecogniserFault
  readonly llm?: ModelFault
  /** Prompts that cannot be played. */
  readonly missing: ReadonlySet<string>
  /** What comes of every transfer the talk says nothing about. */
  readonly operator?: OperatorWord
}

/** How the call is filed. What is left out of a talk is not compared. */
export interface Ends {
  readonly at: Span
  /** As the talk writes it: a shared disposition or a word of the scenario's own. */
  readonly word: string
  readonly disposition?: Disposition
  /** The scenario's own word. */
  readonly detail?: string
  readonly because?: Located<Reason>
  /** The panel's word. */
  readonly reported?: Located<PanelStatus>
}

/** A line of a talk: what the caller hears or does, or what comes of ringing an operator. */
export type TalkStep =
  | HearsStep
  | SaysStep
  | PressesStep
  | { readonly kind: 'silence'; readonly at: Span }
  | HangsUpStep
  | OperatorStep

/** These prompts, one after another, each to its end. */
export interface HearsStep {
  readonly kind: 'hears'
  readonly at: Span
  readonly prompts: readonly Located<string>[]
}

/** Words of the caller. */
export interface SaysStep {
  readonly kind: 'says'
  readonly at: Span
  readonly text: string
  /** The intent it must be taken for. */
  readonly means?: Located<string>
  /** What the model answers, should it be asked. */
  readonly llm?: ModelAnswer
  readonly recogniser?: RecogniserFault
}

/** A key, pressed while we listen, or while a prompt plays. */
export interface PressesStep {
  readonly kind: 'presses'
  readonly at: Span
  readonly key: string
  readonly during?: string
}

/** The caller leaves: while we listen, ring or they talk; or while a prompt plays. */
export interface HangsUpStep {
  readonly kind: 'hangs_up'
  readonly at: Span
  readonly during?: string
  readonly afterMs?: number
}

export interface OperatorStep {
  readonly kind: 'operator'
  readonly at: Span
  readonly word: OperatorWord
  readonly afterMs?: number
}

/** What the model answers: an intent, or that it cannot serve. */
export type ModelAnswer =
  | { readonly kind: 'intent'; readonly intent: string }
  | { readonly kind: 'fault'; readonly fault: ModelFault }

/** What can come of ringing operators; `hangs_up` = one answers, and is the one who ends the conversation. */
export const operatorWords = ['answers', 'busy', 'no_answer', 'none_free', 'unavailable', 'failed', 'hangs_up'] as const
export type OperatorWord = (typeof operatorWords)[number]

/** `empty`: it hears no words in what was said; `no_recording`: nothing could be recorded for it. */
export const recogniserFaults = ['quota', 'wrong_key', 'slow', 'down', 'empty', 'no_recording'] as const
export type RecogniserFault = (typeof recogniserFaults)[number]

export const modelFaults = ['quota', 'wrong_key', 'slow', 'down'] as const
export type ModelFault = (typeof modelFaults)[number]
