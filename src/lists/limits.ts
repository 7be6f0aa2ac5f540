const megabyte = 1_000_000

/** What a list may be at most. Beyond it nothing is taken: the owner splits the list. */
export const limits = {
  /** People of one list. */
  rows: 1_000_000,
  /** Bytes of a text file. */
  textBytes: 500 * megabyte,
  /** Bytes of a workbook as it lies on the disk. */
  workbookBytes: 200 * megabyte,
  /** Bytes of its sheet once unpacked. */
  sheetBytes: 1_500 * megabyte,
  /** Bytes of each of its other parts once unpacked. */
  partBytes: 16 * megabyte,
  /** Bytes of its table of texts once unpacked; they are all in memory while the sheet is read. */
  sharedTextBytes: 200 * megabyte,
  /** Texts in that table. */
  sharedTexts: 4_000_000,
  columns: 200,
  /** Characters of one row of a text file. */
  rowLength: 100_000,
  /** Characters of one value. */
  valueLength: 2_000,
} as const
