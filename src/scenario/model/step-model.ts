import type { Located, Span } from '../problem.ts'
import type { ConditionModel, ListenModel, TemplateModel } from './scenario-model.ts'

/** Steps as they were read. `at` is where they stand. */
export interface StepsModel {
  readonly steps: readonly StepModel[]
  readonly at: Span
}

/** What follows an event, as written. */
export interface EventModel {
  readonly event: Located<string>
  readonly then: StepsModel
}

interface StepModelPlace {
  /** The verb's key, or the block's name that stands for a jump. */
  readonly at: Span
  readonly path: string
  readonly line: number
}

export type StepModel =
  | SayModel
  | AskModel
  | TransferModel
  | RouteModel
  | DispositionModel
  | GotoModel
  | AgainModel
  | HangupModel
  | UnofferedModel

export interface SayModel extends StepModelPlace {
  readonly verb: 'say'
  readonly prompts: readonly Located<string>[]
  readonly bargeIn?: boolean
}

export interface AskModel extends StepModelPlace {
  readonly verb: 'ask'
  readonly prompts: readonly Located<string>[]
  readonly expect?: Located<string>
  readonly keys: readonly KeyModel[]
  readonly filler?: Located<string>
  readonly reprompt?: readonly Located<string>[]
  readonly attempts?: Located<number>
  readonly listen: ListenModel
  readonly bargeIn?: boolean
  readonly on: EventsModel
}

/** A key of the telephone and the intent it stands for. */
export interface KeyModel {
  readonly key: Located<string>
  readonly intent: Located<string>
}

export interface EventsModel {
  /** The key `on`; the verb where there is none. */
  readonly at: Span
  readonly events: readonly EventModel[]
  readonly whole: boolean
}

export interface TransferModel extends StepModelPlace {
  readonly verb: 'transfer'
  readonly queue?: Located<string>
  readonly hold?: Located<string>
  readonly callerId?: TemplateModel
  readonly brief?: TemplateModel
  readonly ringMs?: number
  readonly on: EventsModel
}

export interface RouteModel extends StepModelPlace {
  readonly verb: 'route'
  readonly branches: readonly BranchModel[]
}

export interface BranchModel {
  readonly at: Span
  /** Absent on the `else`. */
  readonly condition?: ConditionModel
  readonly isElse: boolean
  readonly then: StepsModel
}

export interface DispositionModel extends StepModelPlace {
  readonly verb: 'disposition'
  readonly disposition?: Located<string>
}

export interface GotoModel extends StepModelPlace {
  readonly verb: 'goto'
  readonly block?: Located<string>
}

export interface AgainModel extends StepModelPlace {
  readonly verb: 'again'
  readonly prompts?: readonly Located<string>[]
}

export interface HangupModel extends StepModelPlace {
  readonly verb: 'hangup'
  readonly disposition?: Located<string>
  readonly because?: Located<string>
}

/** A verb of the language that is not offered yet, of which only where it may lead is read, or a step that could not be read. */
export interface UnofferedModel extends StepModelPlace {
  readonly verb: 'unoffered'
  readonly read: boolean
  readonly on: EventsModel
}
