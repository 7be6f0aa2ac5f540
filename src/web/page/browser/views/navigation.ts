import { type IconName, icon } from '../parts/icon.ts'
import { link } from '../parts/link.ts'
import { unseen } from '../parts/text.ts'
import { type Theme, themes } from '../state/model.ts'
import { pathOf, type Route } from '../state/route.ts'
import { type Element, el } from '../tree.ts'
import { may, type View } from './view.ts'

type Place = Exclude<Route['kind'], 'call' | 'lost'>

const first: readonly Place[] = ['today', 'calls', 'numbers', 'alerts']

/** The pages to go to and the settings of this device: at the side, or on a narrow screen below, the rest behind «more». */
export function navigation(view: View): Element {
  const { words, model, act } = view
  const rest: readonly Place[] = may(view, 'admin') ? ['barred', 'outbox', 'audit'] : ['barred', 'outbox']
  return el(
    'nav',
    { key: 'navigation', class: 'navigation', 'aria-label': words.frame.navigation },
    el('ul', { class: 'places' }, ...first.map((place) => entry(view, place))),
    el(
      'button',
      {
        type: 'button',
        class: rest.some((place) => place === model.route.kind) ? 'place more-button here' : 'place more-button',
        'aria-expanded': model.menuOpen ? 'true' : 'false',
        'aria-controls': 'more-menu',
        onclick: () => act.openMenu(!model.menuOpen),
      },
      icon(model.menuOpen ? 'close' : 'more'),
      el('span', {}, model.menuOpen ? words.frame.close : words.frame.more),
    ),
    el(
      'div',
      { id: 'more-menu', class: model.menuOpen ? 'more-menu open' : 'more-menu' },
      el('ul', { class: 'places' }, ...rest.map((place) => entry(view, place))),
      settings(view),
    ),
  )
}

function entry(view: View, place: Place): Element {
  const { words, model } = view
  const { route, day } = model
  const here = route.kind === place || (route.kind === 'call' && place === 'calls')
  const open = place === 'alerts' ? (day?.alerts.length ?? 0) : 0
  const { pages, shortPages } = words.frame
  const short = place === 'numbers' ? shortPages[place] : pages[place]
  const sign: IconName = place
  return el(
    'li',
    {},
    link(
      view,
      pathOf({ kind: place }),
      { class: here ? 'place here' : 'place', 'aria-current': here ? 'page' : undefined },
      icon(sign),
      el('span', {}, short),
      open === 0
        ? undefined
        : el('span', { class: 'badge' }, view.say.number(open), unseen(` ${words.calls.alerts.open}`)),
    ),
  )
}

/** Language, theme, and signing out. */
export function settings(view: View): Element {
  const { words, model, act } = view
  const { frame } = words
  const { me } = model
  return el(
    'div',
    { class: 'settings' },
    languageButton(view),
    themeChoice(view),
    me?.access === 'open' ? el('p', { class: 'muted small' }, frame.openAccess) : undefined,
    me?.access === 'session' && me.role !== undefined
      ? [
          el('p', { class: 'muted small' }, frame.signedIn[me.role]),
          el('button', { type: 'button', class: 'button', onclick: () => act.logout(false) }, frame.signOut),
          may(view, 'admin')
            ? el('button', { type: 'button', class: 'link', onclick: () => act.logout(true) }, frame.signOutEverywhere)
            : undefined,
        ]
      : undefined,
  )
}

function languageButton({ words, model, act }: View): Element {
  const other = model.language === 'fa' ? 'en' : 'fa'
  return el(
    'button',
    { type: 'button', class: 'button', lang: other, onclick: () => act.speak(other) },
    words.frame.otherLanguage,
  )
}

function themeChoice({ words, model, act }: View): Element {
  const word = words.frame.theme
  const option = (theme: Theme): Element =>
    el(
      'label',
      {},
      el('input', { type: 'radio', name: 'theme', checked: theme === model.theme, onchange: () => act.paint(theme) }),
      word[theme],
    )
  return el('fieldset', { class: 'segments' }, el('legend', { class: 'unseen' }, word.label), ...themes.map(option))
}
