/** How the lines of a file are made comments of: `;` in Asterisk's files, `#` in those of settings. */
export type CommentMark = ';' | '#'

const begins = />>> salehi (\S+)/
const ends = /<<< salehi (\S+)/
/** Noted with a block that had to give the file's last line its end, so that this too can be taken back. */
const noLineEnd = '(before it the file had no line end)'

/** A text with our block of that name in it: in the place of the earlier one, else at its end. Nothing else is changed. */
export function withBlock(text: string, name: string, lines: readonly string[], mark: CommentMark): string {
  const block = [
    `${mark} >>> salehi ${name} >>> written by "salehi doctor --fix"; "salehi doctor --unfix" takes it out again`,
    ...lines,
    `${mark} <<< salehi ${name} <<<`,
  ]
  const all = text.split('\n')
  const found = spans(all).find((span) => span.name === name)
  if (found !== undefined) {
    const note = all[found.from]?.endsWith(noLineEnd) === true ? ` ${noLineEnd}` : ''
    const same = block.with(0, `${block[0]}${note}`)
    return all.toSpliced(found.from, found.to - found.from + 1, ...same).join('\n')
  }
  if (text === '' || text.endsWith('\n')) return `${text}${block.join('\n')}\n`
  return `${text}\n${block.with(0, `${block[0]} ${noLineEnd}`).join('\n')}\n`
}

/** A text without our blocks; `blank` leaves empty lines in their place, so that the others keep their numbers. */
export function withoutBlocks(text: string, how: 'removed' | 'blank' = 'removed', only?: string): string {
  const all = text.split('\n')
  for (const { name, from, to } of spans(all).toReversed()) {
    if (only !== undefined && name !== only) continue
    const wasUnended = all[from]?.endsWith(noLineEnd) === true && to === all.length - 2 && all.at(-1) === ''
    const left = how === 'blank' ? Array.from({ length: to - from + 1 }, () => '') : []
    all.splice(from, to - from + 1, ...left)
    if (wasUnended && how === 'removed') all.pop()
  }
  return all.join('\n')
}

/** The names of our blocks in a text. */
export function blocksIn(text: string): readonly string[] {
  return spans(text.split('\n')).map(({ name }) => name)
}

interface Span {
  readonly name: string
  readonly from: number
  readonly to: number
}

/** Only whole blocks: a beginning whose end somebody took away is not ours to touch any more. */
function spans(lines: readonly string[]): readonly Span[] {
  const found: Span[] = []
  for (let from = 0; from < lines.length; from++) {
    const name = nameIn(lines[from], begins)
    if (name === undefined) continue
    const length = lines
      .slice(from + 1)
      .findIndex((line) => nameIn(line, ends) === name || nameIn(line, begins) !== undefined)
    const to = from + 1 + length
    if (length < 0 || nameIn(lines[to], ends) !== name) continue
    found.push({ name, from, to })
    from = to
  }
  return found
}

function nameIn(line: string | undefined, mark: RegExp): string | undefined {
  return line !== undefined && /^[;#]/.test(line) ? mark.exec(line)?.[1] : undefined
}
