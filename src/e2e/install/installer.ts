import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { executable } from '../engine.ts'

import type { Ran } from '../rig/command.ts'
import { boxTrunk, type FreepbxBox, placeProgram } from '../rig/freepbx.ts'
import { manners } from '../rig/numbers.ts'

/** The script as it stands in the repository. */
export const installScript = join(import.meta.dir, '../../../install/install.sh')

/** The folder the two files are copied to, as an owner would. */
export const copiedTo = '/root/salehi-download'

/** Where the service's parts lie on the box. */
export const [settingsFile, unitFile] = ['/etc/salehi/salehi.env', '/etc/systemd/system/salehi.service']

/** Address of the page on that box. */
export function pageOf(box: FreepbxBox): string {
  return `${box.rig.loopback.pbx}:8189`
}

/** What an owner writes into the settings file to have that number called; the addresses are those of the rig. */
export function ownersSettings(
  box: FreepbxBox,
  number: string,
  recogniser: { readonly url: string; readonly token: string },
): Readonly<Record<string, string>> {
  return {
    ...box.settings,
    COMPANY: 'sina',
    OUTBOUND_TRUNK: boxTrunk,
    OUTBOUND_NUMBERS: '02191302954',
    OPERATOR_MOBILE_NUMBERS: `${manners.operator}1234567`,
    VIRA_STT_TOKEN: recogniser.token,
    VIRA_STT_URL: recogniser.url,
    STATIC_CONTACTS: number,
    CALLING_HOURS: '00:00-24:00',
    WEB_LISTEN: pageOf(box),
  }
}

/** Copies the executable and the script onto the box, side by side. */
export function copyOnto(box: FreepbxBox): void {
  placeProgram(executable, box.at(`${copiedTo}/salehi`))
  copyFileSync(installScript, box.at(`${copiedTo}/install.sh`))
}

/** Runs the script on the box as root. */
export function install(box: FreepbxBox, args: readonly string[], signal: AbortSignal): Promise<Ran> {
  return box.run(['sh', `${copiedTo}/install.sh`, ...args], { user: 'root', cwd: '/root' }, signal)
}

/** Writes values into the settings file as an owner does: where the name stands, behind `#` or not. */
export function fillIn(file: string, values: Readonly<Record<string, string>>): void {
  let text = readFileSync(file, 'utf8')
  for (const [name, value] of Object.entries(values)) {
    const line = new RegExp(`^#?${name}=.*$`, 'm')
    if (!line.test(text)) throw new Error(`${name} does not stand in ${file}`)
    text = text.replace(line, () => `${name}=${value}`)
  }
  writeFileSync(file, text)
}

/** The number of the line a setting stands on. */
export function lineOf(file: string, name: string): number {
  return (
    readFileSync(file, 'utf8')
      .split('\n')
      .findIndex((line) => line.startsWith(`${name}=`)) + 1
  )
}
