import { StartFault } from '../../app/start-fault.ts'
import type { Check } from '../check.ts'
import { fault, unseen, well } from '../finding.ts'

const mostTold = 3

/** Scenarios and rules of the company. */
export const scenariosCheck: Check = {
  name: 'scenarios',
  title: 'scenarios',
  async look(world) {
    const { company } = world.settings.config
    if (company === undefined) return unseen('COMPANY is not set')
    try {
      const library = await world.library()
      const problems = library?.problems ?? []
      if (problems.length > 0) {
        const told = problems.slice(0, mostTold).map(({ file, line, message }) => `${file}:${line}: ${message}`)
        const more = problems.length > mostTold ? `; and ${problems.length - mostTold} more` : ''
        return fault(`${told.join('; ')}${more}`, '"salehi check" shows every problem with its line; mend them there')
      }
      const names = [...(library?.plans.keys() ?? [])]
      if (names.length > 0) return well(`${company}: ${names.join(', ')}`)
      return fault(
        `there is no company "${company}"`,
        'set COMPANY to one there is (salehi, sina, agrad, or a folder of yours in SCENARIOS_DIR)',
      )
    } catch (error) {
      if (error instanceof StartFault) return fault(error.message, 'correct SCENARIOS_DIR, or what stands in its way')
      throw error
    }
  },
}
