import type { Check } from '../check.ts'
import { fault, warning, well } from '../finding.ts'

/** Every setting at once, as the engine reads them. */
export const settingsCheck: Check = {
  name: 'settings',
  title: 'settings',
  look({ settings }) {
    const { faults, warnings, file, systemFile } = settings
    const where = file ?? 'the environment'
    if (faults.length > 0) {
      const says = faults.map(({ name, where: at, wrong }) => `${name} (${at}) ${wrong}`).join('; ')
      const advice = `write into ${file ?? systemFile}: ${faults.map(({ write }) => write).join('; ')}`
      const noUser = faults.some(({ name }) => name === 'ARI_USERNAME' || name === 'ARI_PASSWORD')
      return Promise.resolve(fault(says, advice, noUser ? 'ari-user' : undefined))
    }
    if (warnings.length > 0) {
      const says = warnings.map(({ name, where: at, about }) => `${name} (${at}) ${about}`).join('; ')
      return Promise.resolve(warning(says, `correct it in ${where}; "salehi config" shows all that is in force`))
    }
    return Promise.resolve(well(`all in order, from ${where}`))
  },
}
