import { confFor, fileFor, reloadOf } from '../asterisk/layout.ts'
import { ownContext } from '../checks/dialplan.ts'
import { cannot, type Fix } from './fix.ts'

/** Writes a context of our own that hands calls to salehi. Which calls go there is the owner's to say. */
export const dialplanFix: Fix = {
  name: 'dialplan',
  async plan(world) {
    const layout = await world.layout()
    if (layout.kind === 'absent') return cannot('dialplan', layout.because)
    const file = fileFor(layout, 'dialplan')
    if (file === undefined) return cannot('dialplan', 'extensions.conf includes no file of the owner')
    const theirs = confFor(layout, 'dialplan', true)?.sections.find(({ name }) => name === ownContext)
    if (theirs !== undefined) {
      return cannot(
        'dialplan',
        `[${ownContext}] stands in ${theirs.file}:${theirs.line}, which salehi did not write: let it call Stasis(${world.settings.text('ARI_APP_NAME')})`,
      )
    }
    const lines = contextLines(world.settings.text('ARI_APP_NAME'))
    return {
      kind: 'plan',
      name: 'dialplan',
      title: `the context [${ownContext}]`,
      changes: [{ kind: 'block', file, name: 'dialplan', lines, mark: ';', shown: lines }],
      reload: [reloadOf('dialplan')],
    }
  },
}

/** A custom destination of FreePBX comes in as `s`, with the number that was dialled in FROM_DID. */
function contextLines(app: string): readonly string[] {
  return [
    `[${ownContext}]`,
    `exten => s,1,ExecIf($["\${FROM_DID}" != "" & "\${FROM_DID}" != "s"]?Goto(\${FROM_DID},1))`,
    ` same => n,Stasis(${app})`,
    ' same => n,Hangup()',
    `exten => _[+0-9]!,1,Stasis(${app})`,
    ' same => n,Hangup()',
    `exten => i,1,Stasis(${app})`,
    ' same => n,Hangup()',
  ]
}
