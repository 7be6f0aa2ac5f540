import type { CallView } from '../../../api/contract-calls.ts'
import { chip } from '../parts/chip.ts'
import { ending } from '../parts/ending.ts'
import { loaded } from '../parts/loaded.ts'
import { pageHead } from '../parts/page-head.ts'
import { facts, panel } from '../parts/panel.ts'
import { code, english, phone, when, written } from '../parts/text.ts'
import { type Child, type Element, el, type Node } from '../tree.ts'
import { callReports } from './call-reports.ts'
import { recordings } from './recordings.ts'
import { scenarioSource } from './scenario-source.ts'
import { steps } from './steps.ts'
import { timings } from './timings.ts'
import { transcript } from './transcript.ts'
import type { View } from './view.ts'

/** All of one call: how it ended and why, its way through the scenario, what was said and how long it took. */
export function call(view: View): readonly Node[] {
  const { model } = view
  return [head(view, model.call.value), ...loaded(view, model.call, (value) => callBody(view, value))]
}

/** The heading stands before the call is there: it has the focus. */
function head(view: View, value: CallView | undefined): Element {
  const { words, say } = view
  if (value === undefined) return pageHead(words.frame.pages.call)
  const { direction, number, attemptedAt } = value
  const dialled = when(attemptedAt, say.list([say.day(attemptedAt), say.exactTime(attemptedAt)]))
  return pageHead([words.calls.directions[direction], ' · ', phone(view, number)], dialled)
}

function callBody(view: View, value: CallView): Child {
  const { at } = view
  return el(
    'div',
    { class: 'day' },
    el(
      'div',
      { class: 'day-main' },
      el('div', { class: 'pair' }, outcome(view, value), callFacts(view, value, at)),
      el('div', { class: 'pair' }, transcript(view, value), recordings(view, value)),
      scenarioSource(view, value),
    ),
    el('div', { class: 'day-side' }, steps(view, value), timings(view, value), callReports(view, value)),
  )
}

function outcome(view: View, { state, disposition, reason, detail, ending: told, hangup, endedBy }: CallView): Element {
  const { words, model, say } = view
  const word = words.calls.call
  const tone = state === 'live' ? 'note' : state === 'open' ? 'wait' : 'plain'
  const cause = (): Child => {
    if (hangup === undefined) return undefined
    const { cause: number, techCause, words: sentence } = hangup
    const sip = techCause === undefined ? '' : say.digits(String(techCause))
    return [word.causeCode(say.digits(String(number)), sip), ': ', english(model.language, sentence)]
  }
  return panel(
    { id: 'outcome', title: word.outcome, className: 'outcome' },
    el(
      'p',
      { class: 'outcome-word' },
      disposition === undefined ? chip(tone, word.states[state]) : ending(view, disposition, reason),
    ),
    detail === undefined ? undefined : el('p', {}, written(detail)),
    told === undefined ? undefined : el('p', { class: 'muted' }, english(model.language, told)),
    facts([
      endedBy === undefined ? undefined : [word.endedBy, word.enders[endedBy]],
      hangup === undefined ? undefined : [word.cause, cause()],
    ]),
  )
}

function callFacts(view: View, value: CallView, at: number): Element {
  const { words, say } = view
  const word = words.calls.call
  const { direction, line, scenario, attemptedAt, answeredAt, endedAt, operator, yesToHangupMs, id } = value
  const end = endedAt ?? at
  const time = (instant: number): Child => when(instant, say.exactTime(instant))
  return panel(
    { id: 'facts', title: word.facts },
    facts([
      [direction === 'outbound' ? word.started : word.arrived, time(attemptedAt)],
      answeredAt === undefined
        ? undefined
        : [
            word.answered,
            [
              time(answeredAt),
              ' ',
              el('span', { class: 'muted' }, `${word.rang}: ${say.span(answeredAt - attemptedAt)}`),
            ],
          ],
      endedAt === undefined ? undefined : [word.ended, time(endedAt)],
      [word.lasted, say.timer(end - (answeredAt ?? attemptedAt))],
      [word.line, phone(view, line)],
      scenario === undefined
        ? undefined
        : [word.scenario, scenario.title === undefined ? code(scenario.name) : written(scenario.title)],
      operator === undefined
        ? undefined
        : [
            word.operator,
            [
              operator.name === undefined ? undefined : [written(operator.name), ' '],
              operator.phone === undefined ? undefined : phone(view, operator.phone),
            ],
          ],
      yesToHangupMs === undefined ? undefined : [word.yesToHangup, say.span(yesToHangupMs)],
      [word.id, code(id)],
    ]),
  )
}
