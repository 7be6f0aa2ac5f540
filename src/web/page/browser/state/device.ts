/** What the page uses of the browser it runs in. */
export interface Device {
  /** Keeps a choice on this device. */
  remember(name: 'language' | 'theme', value: string): void
  /** Puts a path into the address bar, to be gone back from. */
  push(path: string): void
  /** Sets language, direction and theme of the document. */
  dress(language: string, theme: string): void
  /** Once what changed is drawn: the heading of the view takes the focus, and the page stands at its beginning. */
  toBeginning(): void
  /** Once what changed is drawn: brings a line of the scenario's file into view. */
  toLine(line: number): void
  /** Once what changed is drawn: the scenario's file shows the first line that is lit. */
  toFirstLit(): void
}
