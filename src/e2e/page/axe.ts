import axe from 'axe-core'
import type { Page } from 'playwright-core'

interface Violation {
  readonly id: string
  readonly help: string
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[]
}

/** What axe finds wrong in the page as it stands, a line each: all of its rules, WCAG and good practice. */
export async function audit(page: Page): Promise<readonly string[]> {
  // The policy of the page lets no script in: the debugger is asked to evaluate it.
  await page.evaluate(`${axe.source}; undefined`)
  const violations = (await page.evaluate(
    `axe.run(document).then(({ violations }) => violations)`,
  )) as readonly Violation[]
  return violations.map(({ id, help, nodes }) => {
    const where = nodes.slice(0, 4).map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`)
    return `${id}: ${help}: ${where.join(' | ').replace(/\s+/g, ' ')}`
  })
}
