import { paperDay } from './paper-day.ts'
import type { Actions } from './state/actions.ts'
import { firstModel, type Model } from './state/model.ts'
import { type Attribute, type Element, type Listener, type Node, textOf } from './tree.ts'
import { type View, viewOf } from './views/view.ts'

/** A view for tests, of the day on paper as an admin sees it live, and what was done on it. */
export function paperView(changes: Partial<Model> = {}): { readonly view: View; readonly done: unknown[][] } {
  const done: unknown[][] = []
  const act = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...args: unknown[]) =>
          void done.push([name, ...args]),
    },
  ) as Actions
  const day = paperDay()
  const model: Model = {
    ...firstModel('en', 'auto', { kind: 'today' }, day.at),
    me: { access: 'session', role: 'admin', company: 'sina', zone: 'Asia/Tehran' },
    feed: { kind: 'live' },
    heardAt: day.at,
    day,
    ...changes,
  }
  return { view: viewOf(model, act), done }
}

/** All elements of a tree that have these attributes, in reading order. */
export function all(node: Node | readonly Node[], wanted: Readonly<Record<string, Attribute>>): readonly Element[] {
  if (typeof node === 'string') return []
  if (isMany(node)) return node.flatMap((each) => all(each, wanted))
  const fits = Object.entries(wanted).every(
    ([name, value]) => node.attributes[name] === value || (name === 'tag' && node.tag === value),
  )
  return [...(fits ? [node] : []), ...node.children.flatMap((child) => all(child, wanted))]
}

/** Clicks the button that says so; throws when there is none. */
export function click(nodes: readonly Node[], label: string): void {
  const button = all(nodes, { tag: 'button' }).find(
    (each) => textOf(each) === label || each.attributes['aria-label'] === label,
  )
  if (button === undefined) throw new Error(`there is no button "${label}"`)
  ;(button.attributes['onclick'] as Listener)({} as Event)
}

function isMany(node: Node | readonly Node[]): node is readonly Node[] {
  return Array.isArray(node)
}
