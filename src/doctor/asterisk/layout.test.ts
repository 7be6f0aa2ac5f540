import { expect, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { paperWorld } from '../paper-world.ts'
import { fileFor, layoutOf } from './layout.ts'

const freepbx = {
  'asterisk.conf': '',
  'extensions_additional.conf': '',
  'extensions.conf': '#include extensions_additional.conf\n#include extensions_custom.conf\n',
  'ari.conf': '[general]\n#include ari_general_custom.conf\n#include ari_additional_custom.conf\n',
}

test('FreePBX is told from an Asterisk set up by hand, and both from none', () => {
  const { etc } = paperWorld({ etc: freepbx })
  const mark = join(etc, 'asterisk.conf')
  expect(layoutOf(etc, [mark]).kind).toBe('freepbx')
  expect(layoutOf(etc, ['/nowhere']).kind).toBe('plain')
  expect(layoutOf(join(etc, 'elsewhere'), [mark]).kind).toBe('absent')
})

test('FreePBX’s own files are never written to, only those it includes for the owner', () => {
  const { etc } = paperWorld({ etc: freepbx })
  const layout = { kind: 'freepbx', etc } as const
  expect(fileFor(layout, 'ari')).toBe(join(etc, 'ari_additional_custom.conf'))
  expect(fileFor(layout, 'ari-general')).toBe(join(etc, 'ari_general_custom.conf'))
  expect(fileFor(layout, 'dialplan')).toBe(join(etc, 'extensions_custom.conf'))
  writeFileSync(join(etc, 'http.conf'), '[general]\nenabled=yes\n')
  expect(fileFor(layout, 'http')).toBeUndefined()
})

test('by hand, what is ours goes to the end of the file, or into a file of its own where a folder is included', () => {
  const { etc } = paperWorld({ etc: { ...freepbx, 'ari.conf': '#include ari.d/*.conf\n' } })
  const layout = { kind: 'plain', etc } as const
  expect(fileFor(layout, 'dialplan')).toBe(join(etc, 'extensions.conf'))
  expect(fileFor(layout, 'ari')).toBe(join(etc, 'ari.conf'))
  mkdirSync(join(etc, 'ari.d'))
  expect(fileFor(layout, 'ari')).toBe(join(etc, 'ari.d/salehi.conf'))
})
