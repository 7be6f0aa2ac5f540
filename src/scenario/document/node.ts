import type { Span } from '../problem.ts'

/** A YAML node with its place: what the readers read. */
export type Node = ScalarNode | ListNode | MapNode

export interface ScalarNode {
  readonly kind: 'scalar'
  /** The text as meant: a plain `09123` keeps its zero here. */
  readonly text: string
  /** What YAML makes of it; undefined where nothing is written. */
  readonly value: string | number | boolean | undefined
  /** Written in quotes or as a block of text, so meant as text. */
  readonly quoted: boolean
  readonly at: Span
}

export interface ListNode {
  readonly kind: 'list'
  readonly items: readonly Node[]
  readonly at: Span
}

export interface MapNode {
  readonly kind: 'map'
  readonly entries: readonly MapEntry[]
  readonly at: Span
}

export interface MapEntry {
  readonly key: ScalarNode
  readonly value: Node
}

/** Longest text quoted back in a message. */
const maxShown = 40

/** What a node is, in words for people. */
export function describe(node: Node): string {
  switch (node.kind) {
    case 'list':
      return 'a list'
    case 'map':
      return 'a mapping'
    default:
      if (node.value === undefined) return 'nothing'
      if (typeof node.value !== 'string') return node.text.slice(0, maxShown)
      return node.value.length > maxShown ? 'a long text' : `"${node.value}"`
  }
}
