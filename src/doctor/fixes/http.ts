import { inForce, isYes } from '../asterisk/conf.ts'
import { confFor, fileFor, reloadOf } from '../asterisk/layout.ts'
import { usualSessions } from '../checks/http-server.ts'
import { cannot, type Fix } from './fix.ts'

/** Switches Asterisk's HTTP server on and lets enough connections in. */
export const httpFix: Fix = {
  name: 'http',
  async plan(world) {
    const layout = await world.layout()
    if (layout.kind === 'absent') return cannot('http', layout.because)
    const [file, theirs] = [fileFor(layout, 'http'), confFor(layout, 'http', true)]
    if (file === undefined) return cannot('http', 'http.conf includes no file of the owner')
    const has = (key: string): string | undefined => inForce(theirs, 'general', key)
    const lines = [
      theirs?.sections.some(({ name }) => name === 'general') === true ? '[general](+)' : '[general]',
      ...(isYes(has('enabled')) ? [] : ['enabled = yes']),
      ...(has('bindaddr') === undefined ? ['bindaddr = 127.0.0.1'] : []),
      ...(Number(has('sessionlimit') ?? usualSessions) >= usualSessions ? [] : ['sessionlimit = 500']),
    ]
    return {
      kind: 'plan',
      name: 'http',
      title: "Asterisk's HTTP server",
      changes: [{ kind: 'block', file, name: 'http', lines, mark: ';', shown: lines }],
      reload: [reloadOf('http')],
    }
  },
}
