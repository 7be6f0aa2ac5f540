import { type Attribute, type Child, type Element, el } from '../tree.ts'
import type { View } from '../views/view.ts'

/** A link inside the page: followed without loading it anew, unless it is to open elsewhere. */
export function link(
  { act }: Pick<View, 'act'>,
  path: string,
  attributes: Readonly<Record<string, Attribute>>,
  ...children: Child[]
): Element {
  const onclick = (event: Event): void => {
    const { button, metaKey, ctrlKey, shiftKey, altKey } = event as MouseEvent
    if (button !== 0 || metaKey || ctrlKey || shiftKey || altKey) return
    event.preventDefault()
    act.go(path)
  }
  return el('a', { ...attributes, href: path, onclick }, ...children)
}
