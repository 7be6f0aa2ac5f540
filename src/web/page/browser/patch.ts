import type { Attribute, Listener, Node as WantedNode } from './tree.ts'

const svgSpace = 'http://www.w3.org/2000/svg'

/** A node of the page beside what it was made of. */
interface Mounted {
  wanted: WantedNode
  readonly dom: Node
  readonly listeners: Map<string, Listener>
  children: readonly Mounted[]
}

/**
 * Makes what stands in `root` equal to a tree, touching only what differs: focus, scroll places, selections and
 * running players stay as they are.
 */
export class Patch {
  readonly #root: Element
  #mounted: readonly Mounted[] = []

  constructor(root: Element) {
    this.#root = root
  }

  render(wanted: readonly WantedNode[]): void {
    this.#mounted = patchChildren(this.#root, this.#mounted, wanted, false)
  }
}

function patchChildren(
  parent: Element,
  before: readonly Mounted[],
  wanted: readonly WantedNode[],
  svg: boolean,
): readonly Mounted[] {
  const keyed = new Map<string, Mounted>()
  for (const each of before) {
    const key = keyOf(each.wanted)
    if (key !== undefined) keyed.set(key, each)
  }
  const unkeyed = before.filter((each) => keyOf(each.wanted) === undefined)
  const kept = new Set<Mounted>()
  let next = 0
  const after = wanted.map((node) => {
    const key = keyOf(node)
    const match = key === undefined ? unkeyed[next++] : keyed.get(key)
    if (match === undefined || kept.has(match) || !sameSort(match.wanted, node)) return create(node, svg)
    kept.add(match)
    update(match, node, svg)
    return match
  })
  for (const each of before) if (!kept.has(each)) parent.removeChild(each.dom)
  let place = parent.firstChild
  for (const each of after) {
    if (each.dom === place) place = place.nextSibling
    else parent.insertBefore(each.dom, place)
  }
  for (const each of after) if (!kept.has(each)) opened(each)
  return after
}

function create(wanted: WantedNode, svg: boolean): Mounted {
  if (typeof wanted === 'string') {
    return { wanted, dom: document.createTextNode(wanted), listeners: new Map(), children: [] }
  }
  const inSvg = svg || wanted.tag === 'svg'
  const dom = inSvg ? document.createElementNS(svgSpace, wanted.tag) : document.createElement(wanted.tag)
  const mounted: Mounted = { wanted, dom, listeners: new Map(), children: [] }
  mounted.children = patchChildren(dom, [], wanted.children, inSvg)
  for (const [name, value] of Object.entries(wanted.attributes)) set(mounted, dom, name, value)
  return mounted
}

function update(mounted: Mounted, wanted: WantedNode, svg: boolean): void {
  const before = mounted.wanted
  mounted.wanted = wanted
  if (before === wanted) return
  if (typeof wanted === 'string' || typeof before === 'string') {
    mounted.dom.nodeValue = wanted as string
    return
  }
  const dom = mounted.dom as Element
  mounted.children = patchChildren(dom, mounted.children, wanted.children, svg || wanted.tag === 'svg')
  for (const name of Object.keys(before.attributes)) {
    if (!(name in wanted.attributes)) set(mounted, dom, name, undefined)
  }
  for (const [name, value] of Object.entries(wanted.attributes)) {
    if (before.attributes[name] !== value) set(mounted, dom, name, value)
  }
}

function set(mounted: Mounted, dom: Element, name: string, value: Attribute): void {
  if (name.startsWith('on')) {
    if (typeof value === 'function') listen(mounted, dom, name.slice(2), value)
    else mounted.listeners.delete(name.slice(2))
  }
  // What a person has changed since is told apart by the property alone.
  else if (name === 'value' && 'value' in dom) dom.value = value === undefined ? '' : String(value)
  else if (name === 'checked' && 'checked' in dom) dom.checked = value === true
  else if (name === 'selected' && 'selected' in dom) dom.selected = value === true
  else if (value === undefined || value === false) dom.removeAttribute(name)
  else dom.setAttribute(name, value === true ? '' : String(value))
}

function listen(mounted: Mounted, dom: Element, event: string, listener: Listener): void {
  const known = mounted.listeners.has(event)
  mounted.listeners.set(event, listener)
  if (!known) dom.addEventListener(event, (happened) => mounted.listeners.get(event)?.(happened))
}

/** A dialog is modal from the moment it stands in the page, and closes by leaving it. */
function opened({ dom, wanted }: Mounted): void {
  if (typeof wanted !== 'string' && wanted.tag === 'dialog' && dom.isConnected) (dom as HTMLDialogElement).showModal()
}

function keyOf(node: WantedNode): string | undefined {
  return typeof node === 'string' ? undefined : node.key
}

function sameSort(one: WantedNode, other: WantedNode): boolean {
  if (typeof one === 'string' || typeof other === 'string') return typeof one === typeof other
  return one.tag === other.tag && one.key === other.key
}
