import { playDay } from './day.ts'
import { type DayKind, planOf } from './day-plan.ts'

/** A day to be played; the answer is its outcome. */
export interface DayOrder {
  readonly seed: number
  readonly kind: DayKind
}

declare const self: Worker

self.onmessage = ({ data }: MessageEvent<DayOrder>): void => {
  void playDay(planOf(data.seed, data.kind)).then((outcome) => postMessage(outcome))
}
