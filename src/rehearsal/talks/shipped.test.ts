import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { loadLibrary } from '../../scenario/library.ts'
import { renderProblems } from '../../scenario/render-problems.ts'
import { readScenarioTree } from '../../scenario/source-tree.ts'
import { rehearse } from './rehearse.ts'
import { renderFailure, renderWay } from './render-rehearsal.ts'

const shipped = readScenarioTree(join(import.meta.dir, '../../../scenarios'))
const companies = [...new Set(shipped.map(({ path }) => path.split('/')[0] ?? ''))]

test('every company we ship has its talks', () => {
  expect(companies).toEqual(['agrad', 'salehi', 'sina'])
  for (const company of companies) expect(shipped.map(({ path }) => path)).toContain(`${company}/${company}.talk.yaml`)
})

test.each(companies)('every talk of %s is kept to, and no path of its scenarios is without one', async (company) => {
  const { plans, policy } = loadLibrary(shipped, company)
  const talks = shipped.filter(({ path }) => path.startsWith(`${company}/`) && path.endsWith('.talk.yaml'))
  const rehearsal = await rehearse(talks, { plans, whole: true, zone: policy?.zone ?? '' })
  expect(renderProblems(rehearsal.problems)).toBe('')
  expect(rehearsal.failures.map(renderFailure).join('\n')).toBe('')
  expect(rehearsal.coverage.map(({ plan }) => plan.name)).toEqual([...plans.keys()])
  expect(rehearsal.coverage.flatMap((one) => one.open.map((way) => renderWay(way, one)))).toEqual([])
})
