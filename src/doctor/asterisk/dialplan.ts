/** A dialplan as a graph: which context a call may go on to, and which hand calls to an application of Stasis. */
export interface Dialplan {
  readonly contexts: ReadonlyMap<string, Context>
}

/** One context. */
export interface Context {
  /** Contexts it includes or sends calls to. */
  readonly next: ReadonlySet<string>
  /** Applications it hands calls to. */
  readonly stasis: ReadonlySet<string>
}

/** Reads `dialplan show`. */
export function readDialplan(text: string): Dialplan {
  const contexts = new Map<string, { next: Set<string>; stasis: Set<string> }>()
  let current: { next: Set<string>; stasis: Set<string> } | undefined
  for (const line of text.split('\n')) {
    const heading = /^\[ Context '([^']+)'/.exec(line)?.[1]
    if (heading !== undefined) {
      current = contexts.get(heading) ?? { next: new Set(), stasis: new Set() }
      contexts.set(heading, current)
      continue
    }
    if (current === undefined) continue
    const included = /^\s+Include =>\s+'([^'|,]+)/.exec(line)?.[1]
    if (included !== undefined) current.next.add(included)
    for (const [, app = ''] of line.matchAll(/\bStasis\(([^,)]+)/g)) current.stasis.add(app.trim())
    for (const name of sentTo(line)) current.next.add(name)
  }
  return { contexts }
}

/** Contexts whose calls come to the application: themselves, or by others. */
export function contextsReaching({ contexts }: Dialplan, app: string): ReadonlySet<string> {
  const reaching = new Set([...contexts].filter(([, { stasis }]) => stasis.has(app)).map(([name]) => name))
  for (let before = -1; before !== reaching.size; ) {
    before = reaching.size
    for (const [name, { next }] of contexts) if ([...next].some((each) => reaching.has(each))) reaching.add(name)
  }
  return reaching
}

/** `Goto(context,exten,priority)`, also in the branches of GotoIf, Gosub, ExecIf, and `Local/exten@context`. */
function sentTo(line: string): readonly string[] {
  const found: string[] = []
  const target = String.raw`([A-Za-z][\w-]*),[^,()?:]+,[^,():]+`
  if (/\b(Goto|GotoIf|GotoIfTime|Gosub|GosubIf|ExecIf|ExecIfTime|Macro)\(/.test(line)) {
    for (const [, name = ''] of line.matchAll(new RegExp(`[(?:]${target}`, 'g'))) found.push(name)
  }
  for (const [, name = ''] of line.matchAll(/Local\/[^@,&)]+@([\w-]+)/g)) found.push(name)
  return found
}
