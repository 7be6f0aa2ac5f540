import { confFor, fileFor, reloadOf } from '../asterisk/layout.ts'
import type { World } from '../world.ts'
import { type Change, cannot, type Fix } from './fix.ts'

/** Makes the ARI user of the settings; where they name none, they are given one. */
export const ariUserFix: Fix = {
  name: 'ari-user',
  async plan(world) {
    const layout = await world.layout()
    if (layout.kind === 'absent') return cannot('ari-user', layout.because)
    const file = fileFor(layout, 'ari')
    if (file === undefined) return cannot('ari-user', 'ari.conf includes no file of the owner')
    const { settings } = world
    const username = settings.text('ARI_USERNAME') || 'salehi'
    if (!/^[\w.@-]+$/.test(username))
      return cannot('ari-user', 'ARI_USERNAME may hold letters, digits, . @ - and _ only')
    const theirs = confFor(layout, 'ari', true)?.sections.find(({ name }) => name === username)
    if (theirs !== undefined) {
      return cannot(
        'ari-user',
        `the user "${username}" stands in ${theirs.file}:${theirs.line}, which salehi did not write: set ARI_PASSWORD to its password, or ARI_USERNAME to another name`,
      )
    }
    const isNew = !settings.isWritten('ARI_PASSWORD')
    const password = isNew ? world.newPassword() : settings.text('ARI_PASSWORD')
    if (/[\r\n]/.test(password)) return cannot('ari-user', 'ARI_PASSWORD may hold no line end')
    const section = (shown: string): readonly string[] => [
      `[${username}]`,
      'type = user',
      'read_only = no',
      `password = ${shown}`,
      'password_format = plain',
    ]
    const lines = section(password.replaceAll(';', '\\;'))
    const user: Change = { kind: 'block', file, name: 'ari-user', lines, mark: ';', shown: section('***') }
    return {
      kind: 'plan',
      name: 'ari-user',
      title: `the ARI user "${username}"`,
      changes: [user, ...written(world, username, isNew ? password : undefined)],
      reload: [reloadOf('ari')],
    }
  },
}

/** What the settings lack. */
function written({ settings }: World, username: string, password: string | undefined): readonly Change[] {
  const missing = [
    ...(settings.isWritten('ARI_USERNAME') ? [] : [['ARI_USERNAME', username, username] as const]),
    ...(password === undefined ? [] : [['ARI_PASSWORD', password, '***'] as const]),
  ]
  if (missing.length === 0) return []
  const file = settings.file ?? settings.systemFile
  const lines = missing.map(([name, value]) => `${name}=${value}`)
  const shown = missing.map(([name, , mask]) => `${name}=${mask}`)
  return [{ kind: 'block', file, name: 'ari-user', lines, mark: '#', shown }]
}
