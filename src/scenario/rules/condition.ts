import { locateIn } from '../document/locate.ts'
import type { ExpressionPart, OperandPart } from '../expression/parse.ts'
import { isoDate } from '../jalali.ts'
import type { ConditionModel, ScenarioModel } from '../model/scenario-model.ts'
import { resolvePath } from '../model/scope.ts'
import { allSteps } from '../model/walk.ts'
import { suggestion } from '../near.ts'
import type { FieldType } from '../plan.ts'
import type { Span } from '../problem.ts'
import type { Report } from '../report.ts'
import type { RuleName } from './names.ts'
import type { Rule } from './rule.ts'

/** `condition`: what is compared must be comparable. Names in conditions are checked here too, as `unknown-name`. */
export const condition: Rule = (model, report) => {
  for (const { step } of allSteps(model)) {
    if (step.verb !== 'route') continue
    for (const branch of step.branches)
      if (branch.condition?.root !== undefined) new Check(model, branch.condition, report).part(branch.condition.root)
  }
}

type Typed = { readonly type: FieldType; readonly choices?: readonly string[] }

const ordered: readonly FieldType[] = ['number', 'money', 'date']

class Check {
  readonly #model: ScenarioModel
  readonly #condition: ConditionModel
  readonly #report: Report

  constructor(model: ScenarioModel, condition: ConditionModel, report: Report) {
    this.#model = model
    this.#condition = condition
    this.#report = report
  }

  part(part: ExpressionPart): void {
    switch (part.kind) {
      case 'or':
      case 'and':
        for (const term of part.terms) this.part(term)
        return
      case 'not':
        this.part(part.term)
        return
      case 'known':
        this.#path(part.path, part.pathAt)
        return
      case 'open':
        this.#hours(part.hours, part.nameAt)
        return
      case 'in':
        for (const value of part.values) this.#compare(part.left, value, '=')
        return
      case 'compare':
        if (part.alone) this.#alone(part.left)
        else this.#compare(part.left, part.right, part.operator)
        return
      default:
        part satisfies never
    }
  }

  #hours(name: string, at: Span): void {
    const { entries, whole } = this.#model.hours
    if (whole && !entries.has(name))
      this.#say('unknown-name', at, `there are no hours "${name}"${suggestion(name, entries.keys())}`)
  }

  #alone(operand: OperandPart): void {
    if (operand.kind === 'literal') {
      this.#say('condition', operand.at, 'this is no condition: compare a value with it')
      return
    }
    const type = this.#path(operand.path, operand.at)?.type
    if (type === undefined || type === 'yes_no') return
    const name = operand.path.join('.')
    this.#say('condition', operand.at, `${name} alone is no condition: compare it, or write known(…)`)
  }

  #compare(one: OperandPart, other: OperandPart, operator: string): void {
    const [left, right] = one.kind === 'literal' ? [other, one] : [one, other]
    if (left.kind === 'literal') {
      this.#say('condition', one.at, 'both sides are fixed: compare a value of the call, as contact.name')
      return
    }
    const type = this.#path(left.path, left.at)
    this.#order(type, operator, left)
    if (right.kind === 'literal') {
      if (type !== undefined) this.#literal(type, right)
      return
    }
    const second = this.#path(right.path, right.at)
    if (type !== undefined && second !== undefined && group(type.type) !== group(second.type))
      this.#say('condition', right.at, `${describe(type.type)} cannot be compared with ${describe(second.type)}`)
  }

  #order(type: Typed | undefined, operator: string, left: OperandPart): void {
    if (type === undefined || operator === '=' || operator === '!=' || ordered.includes(type.type)) return
    this.#say('condition', left.at, `${describe(type.type)} is not more or less than another: use = or !=`)
  }

  #literal(type: Typed, literal: OperandPart & { readonly kind: 'literal' }): void {
    const { value, at } = literal
    switch (type.type) {
      case 'number':
      case 'money':
        if (typeof value !== 'number')
          this.#say('condition', at, `${describe(type.type)} is compared with a number, without quotes`)
        return
      case 'yes_no':
        if (typeof value !== 'boolean') this.#say('condition', at, 'it is compared with yes or no')
        return
      case 'date':
        if (typeof value !== 'string' || isoDate(value) === undefined)
          this.#say('condition', at, 'a date is compared with a day in quotes: "2026-03-21"')
        return
      case 'choice':
        if (type.choices !== undefined && !type.choices.includes(String(value)))
          this.#say('condition', at, `it is never "${value}": the choices are ${type.choices.join(', ')}`)
        return
      case 'text':
      case 'digits':
      case 'phone':
        if (typeof value !== 'string')
          this.#say('condition', at, `${describe(type.type)} is compared with a text: write it in quotes`)
        return
      default:
        type.type satisfies never
    }
  }

  #path(path: readonly string[], at: Span): Typed | undefined {
    const found = resolvePath(this.#model, path)
    if (found.kind === 'fault') this.#say('unknown-name', at, found.message)
    return found.kind === 'field' ? found : undefined
  }

  #say(rule: RuleName, at: Span, message: string): void {
    this.#report.add(rule, locateIn(this.#condition.scalar, this.#report.text, at), message)
  }
}

function group(type: FieldType): string {
  if (type === 'money') return 'number'
  return type === 'number' || type === 'date' || type === 'yes_no' ? type : 'text'
}

function describe(type: FieldType): string {
  const words: Readonly<Record<FieldType, string>> = {
    text: 'a text',
    digits: 'a row of digits',
    phone: 'a telephone number',
    date: 'a date',
    money: 'an amount of money',
    number: 'a number',
    choice: 'a choice',
    yes_no: 'a yes or no',
  }
  return words[type]
}
