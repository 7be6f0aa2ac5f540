/** A file of the page as it was built: `page.js` and its text. */
export interface PageSource {
  readonly name: string
  readonly text: string
}
