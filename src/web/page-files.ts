/** A file of the page. */
export interface PageFile {
  readonly body: Uint8Array<ArrayBuffer> | string
  /** The same, packed; sent to whoever takes it. */
  readonly gzip?: Uint8Array<ArrayBuffer>
  /** With its charset: `text/html; charset=utf-8`. */
  readonly contentType: string
  /** Without quotes; another one for every content. */
  readonly etag: string
  /** Its path names its content: kept for a year. */
  readonly immutable?: boolean
}

/** What the browser gets that holds no data: the shell of the page, its scripts and styles. */
export interface PageFiles {
  /** The file at a path of the URL (`/`, `/assets/app-3f2a.js`); undefined when there is none. */
  find(path: string): PageFile | undefined
}
