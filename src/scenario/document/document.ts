import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Document as YamlDocument,
  type Node as YamlNode,
} from 'yaml'
import type { Span } from '../problem.ts'
import type { Report } from '../report.ts'
import { explainYaml } from '../rules/yaml.ts'
import type { MapEntry, MapNode, Node, ScalarNode } from './node.ts'

/** Bytes of sense no scenario needs; beyond it nothing is parsed. */
const maxLength = 256 * 1024
/** Deepest nesting read: a route in an event in a question in a block is seven. */
const maxDepth = 40

export interface Document {
  /** Undefined when the file holds no mapping. */
  readonly root: MapNode | undefined
  /** Where the text stopped being YAML; what stands behind it cannot be judged. */
  readonly brokenAt: number | undefined
}

/** Reads YAML into located nodes. Everything wrong with it as YAML is reported; what can be read is returned. */
export function readDocument(report: Report): Document {
  const start: Span = { start: 0, end: 1 }
  const { text } = report
  if (text.length > maxLength) {
    report.add('yaml', start, `the file is longer than ${maxLength / 1024} KB: that is no scenario`)
    return { root: undefined, brokenAt: 0 }
  }
  reportInvisible(report)
  const open = tooDeep(text)
  if (open !== undefined) {
    report.add('yaml', { start: open, end: open + 1 }, `this is nested deeper than ${maxDepth} levels`)
    return { root: undefined, brokenAt: open }
  }
  const document = parseDocument(text, { prettyErrors: false, logLevel: 'error', schema: 'core', merge: false })
  const brokenAt = reportErrors(document, report)
  if (/^\ufeff?%/.test(text)) report.add('yaml', start, 'a % directive has no meaning here: delete the line')
  const contents = document.contents
  if (contents === null || (isScalar(contents) && contents.value === null)) {
    if (brokenAt === undefined) report.add('yaml', start, 'the file is empty: begin with "salehi: 1"')
    return { root: undefined, brokenAt }
  }
  const root = convert(contents as YamlNode, report, 0)
  if (root.kind === 'map') return { root, brokenAt }
  if (brokenAt === undefined) report.add('shape', root.at, 'the file must be a mapping: begin with "salehi: 1"')
  return { root: undefined, brokenAt }
}

function reportErrors(document: YamlDocument, report: Report): number | undefined {
  let brokenAt: number | undefined
  for (const error of document.errors.slice(0, 20)) {
    const unclosed = error.code === 'MISSING_CHAR' ? openQuote(document, error.pos[0]) : undefined
    const at: Span = unclosed ?? { start: error.pos[0], end: Math.max(error.pos[1], error.pos[0] + 1) }
    report.add('yaml', at, explainYaml(error.code, error.message))
    if (error.code !== 'DUPLICATE_KEY') brokenAt = Math.min(brokenAt ?? at.start, at.start)
  }
  return brokenAt
}

/** Where the quote was opened whose end is missing: the parser itself points behind it, often at the end of the file. */
function openQuote(document: YamlDocument, missedAt: number): Span | undefined {
  let found: Span | undefined
  visit(document, {
    Scalar(_, scalar) {
      if (!scalar.type?.startsWith('QUOTE') || scalar.range === undefined || scalar.range === null) return
      const [start, end] = scalar.range
      if (start < missedAt && end >= missedAt) found = { start, end: start + 1 }
    },
  })
  return found
}

/** Characters nobody sees: they would make a file read differently than it looks. */
function reportInvisible(report: Report): void {
  const bad = /[\p{Cc}\u202a-\u202e\u2066-\u2069\ufeff]/gu
  let count = 0
  for (const match of report.text.matchAll(bad)) {
    const allowed = match[0] === '\t' || match[0] === '\n' || match[0] === '\r'
    if (allowed || (match.index === 0 && match[0] === '\ufeff')) continue
    if (++count > 5) return
    const code = (match[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    const at = { start: match.index, end: match.index + 1 }
    report.add('yaml', at, `an invisible character (U+${code}) stands here: delete it`)
  }
}

/** Where brackets nest too deep to be handed to the parser, whose own stack would end first. */
function tooDeep(text: string): number | undefined {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text[at]
    if (char === '[' || char === '{') depth++
    else if (char === ']' || char === '}') depth = Math.max(0, depth - 1)
    if (depth > maxDepth * 4) return at
  }
  const dashes = /^[ \t]*(?:[-?:][ \t]+){41}/m.exec(text)
  return dashes?.index
}

function convert(node: YamlNode, report: Report, depth: number): Node {
  const at = spanOf(node)
  if (depth > maxDepth) {
    report.add('yaml', at, `this is nested deeper than ${maxDepth} levels`)
    return nothing(at)
  }
  if (isAlias(node) || node.anchor !== undefined)
    report.add(
      'yaml',
      at,
      'names with & and * are not part of the language: write it out, or make it a block of the flow',
    )
  if (isAlias(node)) return nothing(at)
  if (node.tag !== undefined && report.text[at.start] === '!')
    report.add('yaml', at, 'a type with ! is not part of the language: delete it')
  if (isMap(node)) {
    const entries = node.items.map((pair) => convertPair(pair.key, pair.value, at, report, depth))
    return { kind: 'map', entries, at }
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(item as YamlNode, report, depth + 1))
    return { kind: 'list', items, at }
  }
  return isScalar(node) ? scalar(node.value, node.source, node.type, at) : nothing(at)
}

function convertPair(key: unknown, value: unknown, map: Span, report: Report, depth: number): MapEntry {
  const keyNode = key === null || key === undefined ? nothing(map) : convert(key as YamlNode, report, depth + 1)
  const here = { start: keyNode.at.end, end: keyNode.at.end }
  const valueNode =
    value === null || value === undefined ? nothing(here) : convert(value as YamlNode, report, depth + 1)
  if (keyNode.kind === 'scalar') return { key: keyNode, value: valueNode }
  report.add(
    'yaml',
    keyNode.at,
    `${keyNode.kind === 'list' ? 'a list' : 'a mapping'} cannot be a key: is a quote missing?`,
  )
  return { key: nothing(keyNode.at), value: valueNode }
}

function scalar(value: unknown, source: string | undefined, type: string | undefined, at: Span): ScalarNode {
  const quoted = type !== undefined && type !== 'PLAIN'
  if (typeof value === 'string') return { kind: 'scalar', text: value, value, quoted, at }
  if (typeof value === 'number' || typeof value === 'boolean')
    return { kind: 'scalar', text: source ?? String(value), value, quoted, at }
  return nothing(at)
}

function nothing(at: Span): ScalarNode {
  return { kind: 'scalar', text: '', value: undefined, quoted: false, at }
}

function spanOf(node: YamlNode): Span {
  const range = node.range
  if (range === undefined || range === null) return { start: 0, end: 0 }
  return { start: range[0], end: Math.max(range[1], range[0]) }
}
