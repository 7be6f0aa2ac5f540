import type { Span } from '../problem.ts'
import { type Comparison, comparisons, type Expression, type Operand } from './expression.ts'
import { type SyntaxFault, type Token, tokenize } from './tokens.ts'

/** An expression with the places of its parts, for the type check. */
export type ExpressionPart = { readonly at: Span } & (
  | { readonly kind: 'or' | 'and'; readonly terms: readonly ExpressionPart[] }
  | { readonly kind: 'not'; readonly term: ExpressionPart }
  | {
      readonly kind: 'compare'
      readonly operator: Comparison
      readonly left: OperandPart
      readonly right: OperandPart
      /** A path alone (`slots.agrees`) stands for «is yes». */
      readonly alone: boolean
    }
  | { readonly kind: 'in'; readonly left: OperandPart; readonly values: readonly OperandPart[] }
  | { readonly kind: 'known'; readonly path: readonly string[]; readonly pathAt: Span }
  | { readonly kind: 'open'; readonly hours: string; readonly nameAt: Span }
)

export type OperandPart = Operand & { readonly at: Span }

export type Parsed =
  | { readonly kind: 'parsed'; readonly root: ExpressionPart }
  | { readonly kind: 'fault'; readonly fault: SyntaxFault }

/** Deeper parentheses than any sentence a person can follow. */
const maxDepth = 20

class Fault extends Error {
  readonly fault: SyntaxFault
  constructor(at: Span, message: string) {
    super(message)
    this.fault = { at, message }
  }
}

/** Parses a condition; a fault carries its place within the text. */
export function parseExpression(source: string): Parsed {
  if (source.length > 1_000)
    return {
      kind: 'fault',
      fault: { at: { start: 0, end: 1 }, message: 'this condition is longer than 1000 characters' },
    }
  const tokens = tokenize(source)
  if (!Array.isArray(tokens)) return { kind: 'fault', fault: tokens as SyntaxFault }
  try {
    return { kind: 'parsed', root: new Parser(tokens, source.length).whole() }
  } catch (error) {
    if (error instanceof Fault) return { kind: 'fault', fault: error.fault }
    throw error
  }
}

/** The expression without places, as the plan keeps it. */
export function withoutPlaces(part: ExpressionPart): Expression {
  switch (part.kind) {
    case 'or':
    case 'and':
      return { kind: part.kind, terms: part.terms.map(withoutPlaces) }
    case 'not':
      return { kind: 'not', term: withoutPlaces(part.term) }
    case 'compare':
      return { kind: 'compare', operator: part.operator, left: bare(part.left), right: bare(part.right) }
    case 'in':
      return { kind: 'in', left: bare(part.left), values: part.values.map(bare) }
    case 'known':
      return { kind: 'known', path: part.path }
    case 'open':
      return { kind: 'open', hours: part.hours }
    default:
      return part satisfies never
  }
}

function bare(part: OperandPart): Operand {
  return part.kind === 'path' ? { kind: 'path', path: part.path } : { kind: 'literal', value: part.value }
}

class Parser {
  readonly #tokens: readonly Token[]
  readonly #end: Span
  #next = 0

  constructor(tokens: readonly Token[], length: number) {
    this.#tokens = tokens
    this.#end = { start: Math.max(0, length - 1), end: length }
  }

  whole(): ExpressionPart {
    if (this.#tokens.length === 0) throw new Fault(this.#end, 'a condition is missing here')
    const root = this.#or(0)
    const rest = this.#tokens[this.#next]
    if (rest !== undefined) throw new Fault(rest.at, `the condition is complete before this: join with "and" or "or"`)
    return root
  }

  #or(depth: number): ExpressionPart {
    return this.#joined('or', () => this.#joined('and', () => this.#not(depth)))
  }

  #joined(kind: 'or' | 'and', term: () => ExpressionPart): ExpressionPart {
    const first = term()
    const terms = [first]
    while (this.#takeWord(kind)) terms.push(term())
    const last = terms.at(-1) ?? first
    return terms.length === 1 ? first : { kind, terms, at: { start: first.at.start, end: last.at.end } }
  }

  #not(depth: number): ExpressionPart {
    const here = this.#peek()
    if (depth > maxDepth) throw new Fault(here.at, 'this is nested too deeply')
    if (this.#takeWord('not')) {
      const term = this.#not(depth + 1)
      return { kind: 'not', term, at: { start: here.at.start, end: term.at.end } }
    }
    if (this.#takeSign('(')) {
      const inner = this.#or(depth + 1)
      this.#expectSign(')')
      return inner
    }
    return this.#call() ?? this.#comparison()
  }

  #call(): ExpressionPart | undefined {
    const name = this.#peek()
    const open = this.#tokens[this.#next + 1]
    if (name.kind !== 'name' || open?.kind !== 'sign' || open.text !== '(') return undefined
    if (name.text !== 'known' && name.text !== 'open')
      throw new Fault(name.at, `there is no "${name.text}(…)"; there is known(x) and open(hours)`)
    this.#next += 2
    const argument = this.#path()
    const close = this.#expectSign(')')
    const at = { start: name.at.start, end: close.end }
    if (name.text === 'known') return { kind: 'known', path: argument.path, pathAt: argument.at, at }
    if (argument.path.length > 1) throw new Fault(argument.at, 'open(…) takes the name of hours')
    return { kind: 'open', hours: argument.path[0] ?? '', nameAt: argument.at, at }
  }

  #comparison(): ExpressionPart {
    const left = this.#operand()
    const negated = this.#peekWord('not', 0) && this.#peekWord('in', 1) && this.#takeWord('not')
    if (this.#takeWord('in')) {
      const { values, end } = this.#list()
      const at = { start: left.at.start, end }
      return negated ? { kind: 'not', term: { kind: 'in', left, values, at }, at } : { kind: 'in', left, values, at }
    }
    const operator = this.#operator()
    if (operator === undefined) {
      const right: OperandPart = { kind: 'literal', value: true, at: left.at }
      return { kind: 'compare', operator: '=', left, right, alone: true, at: left.at }
    }
    const right = this.#operand()
    const again = this.#operator()
    if (again !== undefined) throw new Fault(right.at, 'one comparison at a time: join two with "and"')
    return { kind: 'compare', operator, left, right, alone: false, at: { start: left.at.start, end: right.at.end } }
  }

  #operator(): Comparison | undefined {
    const token = this.#tokens[this.#next]
    if (token?.kind !== 'sign') return undefined
    if (token.text === '==') throw new Fault(token.at, 'write one =')
    if (token.text === '&&') throw new Fault(token.at, 'write "and"')
    if (token.text === '||') throw new Fault(token.at, 'write "or"')
    if (token.text === '!') throw new Fault(token.at, 'write "not", or != between two values')
    const found = comparisons.find((operator) => operator === token.text)
    if (found !== undefined) this.#next++
    return found
  }

  #list(): { readonly values: readonly OperandPart[]; readonly end: number } {
    const open = this.#peek()
    if (!this.#takeSign('[')) throw new Fault(open.at, '"in" takes a list: in ["a", "b"]')
    const values = [this.#operand()]
    while (this.#takeSign(',')) values.push(this.#operand())
    return { values, end: this.#expectSign(']').end }
  }

  #operand(): OperandPart {
    const token = this.#peek()
    if (token.kind === 'text' || token.kind === 'number') {
      this.#next++
      return { kind: 'literal', value: token.value, at: token.at }
    }
    if (token.kind === 'sign') {
      this.#operator()
      throw new Fault(token.at, `a value must stand here, not "${token.text}"`)
    }
    const constant = constants.get(token.text)
    if (constant !== undefined) {
      this.#next++
      return { kind: 'literal', value: constant, at: token.at }
    }
    return this.#path()
  }

  #path(): OperandPart & { readonly kind: 'path' } {
    const first = this.#peek()
    const path = [this.#name()]
    let end = first.at.end
    while (this.#takeSign('.')) {
      end = this.#peek().at.end
      path.push(this.#name())
    }
    return { kind: 'path', path, at: { start: first.at.start, end } }
  }

  #name(): string {
    const token = this.#peek()
    if (token.kind !== 'name' || keywords.has(token.text)) throw new Fault(token.at, 'a name must stand here')
    this.#next++
    return token.text
  }

  #peek(): Token {
    const token = this.#tokens[this.#next]
    if (token === undefined) throw new Fault(this.#end, 'the condition ends too early')
    return token
  }

  #peekWord(text: string, ahead: number): boolean {
    const token = this.#tokens[this.#next + ahead]
    return token?.kind === 'name' && token.text === text
  }

  #takeWord(text: string): boolean {
    if (!this.#peekWord(text, 0)) return false
    this.#next++
    return true
  }

  #takeSign(text: string): boolean {
    const token = this.#tokens[this.#next]
    if (token?.kind !== 'sign' || token.text !== text) return false
    this.#next++
    return true
  }

  #expectSign(text: string): Span {
    const token = this.#tokens[this.#next]
    if (token?.kind === 'sign' && token.text === text) {
      this.#next++
      return token.at
    }
    throw new Fault(token?.at ?? this.#end, `"${text}" is missing here`)
  }
}

const keywords = new Set(['and', 'or', 'not', 'in'])
const constants: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['true', true],
  ['no', false],
  ['false', false],
])
