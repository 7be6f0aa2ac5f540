import type { ScalarNode } from '../document/node.ts'
import type { Expression } from '../expression/expression.ts'
import type { ExpressionPart } from '../expression/parse.ts'
import type { FieldType, OpeningHours } from '../plan.ts'
import type { Located, Span } from '../problem.ts'
import type { StepsModel } from './step-model.ts'

/**
 * A scenario as it was read, each value with its place. What was missing or malformed is absent: it has been reported,
 * and the rules speak only of what is there.
 */
export interface ScenarioModel {
  readonly at: Span
  readonly name?: Located<string>
  readonly title?: Located<string>
  readonly company?: Located<string>
  readonly language: LanguageModel
  readonly speech: SpeechModel
  readonly contact: Section<FieldModel>
  readonly prompts: Section<PromptModel>
  readonly intents: Section<IntentSetModel>
  readonly always: Section<AlwaysModel>
  readonly slots: Section<FieldModel>
  readonly hours: Section<HoursModel>
  readonly dispositions: Section<Located<string>>
  readonly flow: Section<BlockModel>
  /** Names that verbs not offered yet would set (`into:`): nothing is known of what is under them. */
  readonly results: ReadonlySet<string>
}

/** Declared names. `whole` is false where part of it could not be read: then nobody can say a name is missing. */
export interface Section<T> {
  readonly entries: ReadonlyMap<string, T & { readonly key: Span }>
  readonly whole: boolean
}

export interface LanguageModel {
  readonly default?: Located<string>
  readonly offered: readonly Located<string>[]
}

export interface ListenModel {
  readonly endpointingMs?: number
  readonly noInputMs?: number
  readonly maxUtteranceMs?: number
}

export interface SpeechModel extends ListenModel {
  readonly bargeIn?: boolean
  /** Under `''` the words of every language. */
  readonly hotwords: ReadonlyMap<string, readonly string[]>
}

export interface FieldModel {
  readonly type: FieldType
  /** What a `choice` may be. */
  readonly choices?: readonly string[]
}

export interface PromptModel {
  /** By language; under `''` what is said in every language. */
  readonly spoken: ReadonlyMap<string, SpokenModel & { readonly at: Span }>
  /** A text without a language: it is in the default one. */
  readonly inDefaultOnly: boolean
}

export type SpokenModel =
  | { readonly kind: 'audio'; readonly file: string; readonly says?: string }
  | { readonly kind: 'text'; readonly text: TemplateModel }

export interface TemplateModel {
  readonly scalar: ScalarNode
  readonly parts: readonly TemplatePart[]
}

export type TemplatePart = string | { readonly path: readonly string[]; readonly format?: FieldType; readonly at: Span }

export interface IntentSetModel {
  readonly intents: Section<IntentModel>
}

export interface IntentModel {
  readonly means?: string
  readonly phrases: readonly Located<string>[]
}

export interface AlwaysModel extends IntentModel {
  readonly then?: StepsModel
}

export interface HoursModel {
  readonly hours: OpeningHours
}

export interface BlockModel {
  readonly steps: StepsModel
}

/** A condition with the places of its parts; `expression` is absent where it could not be parsed. */
export interface ConditionModel {
  readonly scalar: ScalarNode
  readonly expression?: Expression
  /** Every operand, call and comparison, for the type check. */
  readonly root?: ExpressionPart
}
