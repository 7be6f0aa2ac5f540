/** Colours of a terminal; without them every text stays as it is. */
export interface Paint {
  good(text: string): string
  bad(text: string): string
  bold(text: string): string
  faint(text: string): string
}

/** Colours for a terminal, or none for a file. */
export function paint(coloured: boolean): Paint {
  const lit = (code: number) => (text: string) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text)
  return { good: lit(32), bad: lit(31), bold: lit(1), faint: lit(2) }
}
