import type { Check } from '../check.ts'
import { unseen, warning, well } from '../finding.ts'
import { existingAbove, keptFrom } from '../folder.ts'

/** Whether salehi can keep its database and logs. */
export const dataCheck: Check = {
  name: 'data',
  title: 'data folder',
  look({ settings, users }) {
    const { dir } = settings.config.data
    const { salehi, isRoot } = users
    if (isRoot && !settings.isWritten('DATA_DIR')) {
      return Promise.resolve(
        warning(
          'DATA_DIR is not set, so the database comes to lie in whatever folder salehi is started in',
          'write DATA_DIR=/var/lib/salehi',
        ),
      )
    }
    if (salehi === undefined) return Promise.resolve(unseen('who looks is no user of this machine'))
    // A folder that is not there yet is made by the first start, where its parent lets it.
    const use = { who: `salehi (${salehi.name})`, user: salehi, wants: 'write' } as const
    const above = existingAbove(dir)
    const kept = keptFrom({ setting: 'DATA_DIR', path: above, fix: 'data' }, [use])
    if (kept === undefined || kept.kind === 'well' || kept.kind === 'unseen' || above === dir) {
      return Promise.resolve(kept ?? well(dir))
    }
    return Promise.resolve({
      ...kept,
      advice: `sudo mkdir -p ${dir} && sudo chown ${salehi.name}: ${dir}`,
      fix: 'data',
    })
  },
}
