import type { Check } from '../check.ts'
import { unseen, warning, well } from '../finding.ts'

/** By which zone calls are placed, and whether the machine goes by the same. */
export const zoneCheck: Check = {
  name: 'zone',
  title: 'time zone',
  needs: ['scenarios'],
  async look(world) {
    const zone = world.settings.config.dialer.timezone ?? (await world.library())?.policy?.zone
    if (zone === undefined) return unseen('the company has none')
    const now = Temporal.Instant.fromEpochMilliseconds(world.clock.now())
    const theirs = now.toZonedDateTimeISO(zone)
    const machines = Temporal.Now.timeZoneId()
    const time = theirs.toPlainTime().toString({ smallestUnit: 'minute' })
    if (now.toZonedDateTimeISO(machines).offsetNanoseconds === theirs.offsetNanoseconds) {
      return well(`calls go by ${zone}, where it is ${time}; so does this machine`)
    }
    return warning(
      `calls go by ${zone}, where it is ${time}, but this machine by ${machines}: its logs and FreePBX's time conditions differ`,
      `sudo timedatectl set-timezone ${zone}, then restart Asterisk when no call is up`,
    )
  },
}
