/** A piece of a line of YAML and what it is. */
export interface YamlPiece {
  readonly kind: 'plain' | 'key' | 'comment'
  readonly text: string
}

/** A line of YAML in pieces to be coloured; no more than what helps the eye. */
export function yamlPieces(line: string): readonly YamlPiece[] {
  const comment = /(^|\s)#.*$/.exec(line)
  const body = comment === null || insideQuotes(line, comment.index) ? line : line.slice(0, comment.index)
  const rest = line.slice(body.length)
  const key = /^(\s*(?:- )*)([\p{L}\w.-]+)(:)(?=\s|$)/u.exec(body)
  const pieces: YamlPiece[] = []
  if (key === null) pieces.push({ kind: 'plain', text: body })
  else {
    const [all, lead = '', name = '', colon = ''] = key
    pieces.push(
      { kind: 'plain', text: lead },
      { kind: 'key', text: name + colon },
      { kind: 'plain', text: body.slice(all.length) },
    )
  }
  pieces.push({ kind: 'comment', text: rest })
  return pieces.filter(({ text }) => text !== '')
}

function insideQuotes(line: string, at: number): boolean {
  const before = line.slice(0, at)
  return before.split('"').length % 2 === 0 || before.split("'").length % 2 === 0
}
