/** What a listener of the page is called with. */
export type Listener = (event: Event) => void

/** An attribute: `undefined` and `false` leave it out, `true` is there without a value, `on…` listens. */
export type Attribute = string | number | boolean | undefined | Listener

/** What an element should be, as data: views are functions that return these, and are tested without a browser. */
export interface Element {
  readonly tag: string
  /** Tells siblings apart that come and go. */
  readonly key?: string
  readonly attributes: Readonly<Record<string, Attribute>>
  readonly children: readonly Node[]
}

/** Text stays text: there is no way to write markup into the page. */
export type Node = Element | string

/** What may stand among the children; `undefined` and `false` stand for nothing. */
export type Child = Node | number | false | undefined | readonly Child[]

/** An element with its children. */
export function el(tag: string, attributes: Readonly<Record<string, Attribute>> = {}, ...children: Child[]): Element {
  for (const name of Object.keys(attributes)) refuseUnsafe(name, attributes[name])
  const { key, ...others } = attributes
  const flat = flatten(children)
  return { tag, ...(key === undefined ? {} : { key: String(key) }), attributes: others, children: flat }
}

/** All text of a tree in reading order, for tests and for what is read aloud. */
export function textOf(node: Node): string {
  if (typeof node === 'string') return node
  return node.children.map(textOf).join(' ').replace(/\s+/g, ' ').trim()
}

function flatten(children: readonly Child[]): readonly Node[] {
  return children.flatMap((child): readonly Node[] => {
    if (child === undefined || child === false) return []
    if (typeof child === 'string') return child === '' ? [] : [child]
    if (typeof child === 'number') return [String(child)]
    return isMany(child) ? flatten(child) : [child]
  })
}

function isMany(child: Element | readonly Child[]): child is readonly Child[] {
  return Array.isArray(child)
}

/** What the server sends may end up in attributes too: none of them may run or fetch anything from elsewhere. */
function refuseUnsafe(name: string, value: Attribute): void {
  if (/^(style|srcdoc|innerhtml|outerhtml)$/i.test(name)) throw new Error(`"${name}" may not be set: use a class`)
  if (name.startsWith('on') !== (typeof value === 'function') && value !== undefined) {
    throw new Error(`"${name}" is not what it may be: listeners begin with "on", and nothing else does`)
  }
  if (['href', 'src', 'action'].includes(name) && typeof value === 'string' && !/^(\/(?!\/)|#)/.test(value)) {
    throw new Error(`"${name}" may not leave this page: write an address that begins with one /`)
  }
}
