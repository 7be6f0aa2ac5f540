import type { Rule } from './rule.ts'

/** `company`: a file in a company's folder belongs to that company. */
export const company: Rule = (model, report, around) => {
  if (around.company === undefined || model.company === undefined || model.company.value === around.company) return
  const { value, at } = model.company
  report.add(
    'company',
    at,
    `this file stands in the folder of "${around.company}" but says "${value}": move it, or correct it`,
  )
}
