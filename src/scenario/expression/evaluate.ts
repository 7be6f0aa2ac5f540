import { unreachable } from '../../kernel/assert.ts'
import { parseNumber, parseYesNo } from '../format.ts'
import { isOpen } from '../hours.ts'
import { isoDate } from '../jalali.ts'
import type { OpeningHours } from '../plan.ts'
import type { Comparison, Expression, Operand } from './expression.ts'
import { type Facts, type FactValue, factAt } from './facts.ts'

/** Whether a condition holds. A comparison with a value nobody knows is false, `!=` too. */
export function evaluate(
  expression: Expression,
  facts: Facts,
  hours: ReadonlyMap<string, OpeningHours>,
  nowMs: number,
): boolean {
  const holds = (part: Expression): boolean => evaluate(part, facts, hours, nowMs)
  switch (expression.kind) {
    case 'or':
      return expression.terms.some(holds)
    case 'and':
      return expression.terms.every(holds)
    case 'not':
      return !holds(expression.term)
    case 'compare':
      return compare(operandValue(expression.left, facts), expression.operator, operandValue(expression.right, facts))
    case 'in': {
      const left = operandValue(expression.left, facts)
      return expression.values.some((value) => compare(left, '=', operandValue(value, facts)))
    }
    case 'known':
      return factAt(facts, expression.path) !== undefined
    case 'open': {
      const named = hours.get(expression.hours)
      return named !== undefined && isOpen(named, nowMs)
    }
    default:
      return unreachable(expression)
  }
}

function operandValue(operand: Operand, facts: Facts): FactValue | undefined {
  return operand.kind === 'literal' ? operand.value : factAt(facts, operand.path)
}

function compare(left: FactValue | undefined, operator: Comparison, right: FactValue | undefined): boolean {
  if (left === undefined || right === undefined) return false
  const order = orderOf(left, right)
  if (order === undefined) return false
  switch (operator) {
    case '=':
      return order === 0
    case '!=':
      return order !== 0
    case '<':
      return order < 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '>=':
      return order >= 0
    default:
      return unreachable(operator)
  }
}

/** Lists bring everything as text: a number beside a text compares as numbers, a yes/no as yes/no. */
function orderOf(left: FactValue, right: FactValue): number | undefined {
  if (typeof left === 'number' || typeof right === 'number') return difference(parseNumber(left), parseNumber(right))
  if (typeof left === 'boolean' || typeof right === 'boolean') {
    const [a, b] = [parseYesNo(left), parseYesNo(right)]
    return a === undefined || b === undefined ? undefined : Number(a) - Number(b)
  }
  const [a, b] = [comparable(left), comparable(right)]
  return a < b ? -1 : a > b ? 1 : 0
}

/** Days compare as days, in whichever calendar they are written; other texts without regard to letter case. */
function comparable(text: string): string {
  const trimmed = text.trim()
  return isoDate(trimmed) ?? trimmed.toLowerCase()
}

function difference(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a - b
}
