import type { CallView } from '../../../api/contract-calls.ts'
import { nothing, panel } from '../parts/panel.ts'
import { ltrScroller } from '../parts/table.ts'
import { code, unseen } from '../parts/text.ts'
import { type YamlPiece, yamlPieces } from '../parts/yaml-line.ts'
import { type Element, el } from '../tree.ts'
import type { View } from './view.ts'

/** The scenario's file with the lines lit that the call walked. */
export function scenarioSource(view: View, { scenario, trace }: CallView): Element {
  const { words } = view
  const word = words.calls.call
  const { source, file, changed } = scenario ?? {}
  const title = word.source
  const aside = file === undefined ? undefined : code(file)
  if (source === undefined) return panel({ id: 'source', title, aside }, nothing(word.noSource))
  const lines = source.replace(/\n$/, '').split('\n')
  const walked = stepsByLine(trace)
  return panel(
    { id: 'source', title, aside },
    el('p', { class: 'muted' }, word.sourceHelp, changed === true ? ` ${word.changed}` : ''),
    ltrScroller(
      title,
      'source',
      el('ol', {}, ...lines.map((text, n) => sourceLine(view, n + 1, text, walked.get(n + 1)))),
    ),
  )
}

/** The places in the way, from 1, by the line they stand on. */
export function stepsByLine(trace: CallView['trace']): ReadonlyMap<number, readonly number[]> {
  const steps = new Map<number, number[]>()
  for (const [n, { line }] of trace.entries()) steps.set(line, [...(steps.get(line) ?? []), n + 1])
  return steps
}

/** What a line of the source is called in the page. */
export function lineId(line: number): string {
  return `source-${line}`
}

function sourceLine({ words, say }: View, line: number, text: string, steps: readonly number[] | undefined): Element {
  const lit = steps !== undefined
  const order = say.list((steps ?? []).map((step) => say.number(step)))
  return el(
    'li',
    { key: String(line), id: lineId(line), class: lit ? 'lit' : undefined, tabindex: lit ? -1 : undefined },
    el('span', { class: 'source-number', 'aria-hidden': 'true' }, say.number(line)),
    el(
      'span',
      { class: 'source-steps' },
      lit ? [el('span', { 'aria-hidden': 'true' }, order), unseen(words.calls.call.walked(order))] : undefined,
    ),
    el('code', { translate: 'no' }, ...yamlPieces(text).map(piece)),
  )
}

function piece({ kind, text }: YamlPiece): Element | string {
  return kind === 'plain' ? text : el('span', { class: `yaml-${kind}` }, text)
}
