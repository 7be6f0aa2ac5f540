/** A cell whose value cannot be told; `because` completes «the cell …». */
export interface BrokenCell {
  readonly shown: string
  readonly because: string
}

/** What stands in a cell: its text (numbers and dates written out), or why that is not known. */
export type Cell = string | BrokenCell

/** One row of a table as its program numbers it, from 1. */
export interface Row {
  readonly number: number
  readonly cells: readonly Cell[]
}

/** The text of a cell without blanks around it; empty where there is none or it is broken. */
export function textOf(cell: Cell | undefined): string {
  return typeof cell === 'string' ? cell.trim() : ''
}

/** Whether nothing stands in a row. */
export function isBlank({ cells }: Row): boolean {
  return cells.every((cell) => typeof cell === 'string' && cell.trim() === '')
}

/** A column as spreadsheets name it: A, B, … Z, AA. */
export function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26))
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter
}
