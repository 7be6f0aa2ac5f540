import { accessSync, constants, existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Conf, readConf } from './conf.ts'

/** Whose hand the configuration is in. `absent`: it is not on this machine, or may not be read. */
export type Layout =
  | { readonly kind: 'freepbx' | 'plain'; readonly etc: string }
  | { readonly kind: 'absent'; readonly because: string }

/** The kinds of configuration something of ours may go into. */
export const targets = ['ari', 'ari-general', 'http', 'dialplan', 'endpoint'] as const
export type Target = (typeof targets)[number]

/** Marks of FreePBX on a machine. */
export const freepbxMarks: readonly string[] = ['/etc/freepbx.conf', '/etc/amportal.conf']

const own: Readonly<
  Record<Target, { readonly main: string; readonly reload: string; readonly custom: readonly string[] }>
> = {
  ari: {
    main: 'ari.conf',
    reload: 'module reload res_ari.so',
    custom: ['ari_additional_custom.conf', 'ari_general_custom.conf'],
  },
  'ari-general': {
    main: 'ari.conf',
    reload: 'module reload res_ari.so',
    custom: ['ari_general_custom.conf', 'ari_additional_custom.conf'],
  },
  http: { main: 'http.conf', reload: 'module reload http', custom: ['http_custom.conf'] },
  dialplan: { main: 'extensions.conf', reload: 'dialplan reload', custom: ['extensions_custom.conf'] },
  endpoint: {
    main: 'pjsip.conf',
    reload: 'module reload res_pjsip.so',
    custom: ['pjsip.endpoint_custom_post.conf', 'pjsip_custom_post.conf'],
  },
}

/** Recognises the layout of a folder of configuration. */
export function layoutOf(etc: string, marks: readonly string[] = freepbxMarks): Layout {
  if (!existsSync(join(etc, 'asterisk.conf'))) {
    return { kind: 'absent', because: `there is no ${etc}/asterisk.conf that this user may read` }
  }
  const hidden = targets
    .map((target) => join(etc, own[target].main))
    .find((path) => existsSync(path) && !isReadable(path))
  if (hidden !== undefined) {
    return { kind: 'absent', because: `this user may not read ${hidden}: run it as root (sudo)` }
  }
  const isFreepbx = marks.some((mark) => existsSync(mark)) && existsSync(join(etc, 'extensions_additional.conf'))
  return { kind: isFreepbx ? 'freepbx' : 'plain', etc }
}

/** The file of the owner's that a target's lines go into; undefined where Asterisk would not read any. */
export function fileFor({ kind, etc }: Extract<Layout, { etc: string }>, target: Target): string | undefined {
  const { main, custom } = own[target]
  const conf = readConf(etc, main)
  if (conf === undefined) return undefined
  if (kind === 'freepbx') return custom.map((name) => join(etc, name)).find((path) => conf.files.includes(path))
  const folder = conf.patterns.find((pattern) => /\*\.conf$/.test(pattern) && existsSync(dirname(pattern)))
  return folder === undefined ? join(etc, main) : join(dirname(folder), 'salehi.conf')
}

/** A target's whole configuration; undefined where it is not there. */
export function confFor(layout: Layout, target: Target, withoutOurs = false): Conf | undefined {
  return layout.kind === 'absent' ? undefined : readConf(layout.etc, own[target].main, { withoutOurs })
}

/** The console's command that makes Asterisk read a target again, and nothing else. */
export function reloadOf(target: Target): string {
  return own[target].reload
}

/** Every file something of ours may stand in. */
export function possibleFiles(etc: string): readonly string[] {
  return targets.flatMap((target) => {
    const conf = readConf(etc, own[target].main)
    const named = [own[target].main, ...own[target].custom].map((name) => join(etc, name))
    return [...new Set([...named, ...(conf?.files ?? [])])].filter((path) => existsSync(path))
  })
}

/** Which target a file belongs to. */
export function targetOf(etc: string, file: string): Target | undefined {
  return targets.find((target) => readConf(etc, own[target].main)?.files.includes(file) === true)
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false // that is the answer
  }
}
