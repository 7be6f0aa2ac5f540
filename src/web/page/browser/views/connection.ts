import { chip } from '../parts/chip.ts'
import { icon } from '../parts/icon.ts'
import type { Model } from '../state/model.ts'
import { type Element, el } from '../tree.ts'
import type { View } from './view.ts'

/** Whether the page hears the engine, in a word. */
export function connectionChip({ words, model }: View): Element | undefined {
  switch (model.feed.kind) {
    case 'off':
      return undefined
    case 'live':
      return chip('well', words.frame.feed.live, 'live')
    case 'connecting':
      return chip('wait', words.frame.feed.connecting)
    case 'lost':
      return chip('wrong', words.frame.feed.lost, 'stale')
  }
}

/** Says how old everything is while nothing is heard, and what is done about it. */
export function staleBanner(view: View): Element | undefined {
  const { words, act, model } = view
  const { feed } = model
  if (feed.kind !== 'lost') return undefined
  const word = words.frame.feed
  const reason = feed.because === 'ending' ? word.ending : feed.because === 'busy' ? word.busy : undefined
  return el(
    'div',
    { key: 'stale', class: 'stale-banner' },
    icon('stale'),
    el(
      'div',
      { class: 'stale-words' },
      el('p', {}, el('strong', {}, word.lost, '. '), ageWords(view, model)),
      el('p', {}, reason === undefined ? undefined : `${reason} `, nextTry(view, feed)),
    ),
    el(
      'button',
      { type: 'button', class: 'button', disabled: feed.triesAt === undefined, onclick: () => act.connectNow() },
      word.now,
    ),
  )
}

function ageWords({ words, say, at }: View, { heardAt, now }: Model): string {
  const word = words.frame.feed
  return heardAt === undefined
    ? word.nothing
    : word.stale(say.span(Math.max(1_000, roundSeconds(now - heardAt))), say.exactTime(at))
}

function nextTry({ words, say, model }: View, { triesAt }: { readonly triesAt?: number }): string {
  const word = words.frame.feed
  return triesAt === undefined ? word.trying : word.next(say.span(Math.max(1_000, roundSeconds(triesAt - model.now))))
}

function roundSeconds(ms: number): number {
  return Math.round(ms / 1_000) * 1_000
}
