import { SAXParser } from 'sax'
import { ListFault } from './list-fault.ts'

/** What stands in an XML text, in order. Names come without their prefix. */
export interface XmlHandlers {
  readonly open: (name: string, attribute: (name: string) => string | undefined) => void
  readonly close: (name: string) => void
  readonly text: (text: string) => void
}

/** Reads XML piece by piece; `file` is named where it is none. No piece may make it keep more than a tag. */
export class XmlReader {
  readonly #parser = new SAXParser(true)
  readonly #decoder = new TextDecoder()
  readonly #file: string

  constructor(file: string, handlers: XmlHandlers) {
    this.#file = file
    const parser = this.#parser
    parser.onopentag = ({ name, attributes }) =>
      handlers.open(local(name), (wanted) => attributes[wanted] ?? prefixed(attributes, wanted))
    parser.onclosetag = (name) => handlers.close(local(name))
    parser.ontext = handlers.text
    parser.oncdata = handlers.text
    parser.ondoctype = () => {
      throw this.#broken()
    }
    parser.onerror = () => {
      throw this.#broken()
    }
  }

  write(bytes: Uint8Array): void {
    this.#parser.write(this.#decoder.decode(bytes, { stream: true }))
  }

  end(): void {
    this.#parser.write(this.#decoder.decode())
    this.#parser.close()
  }

  #broken(): ListFault {
    return new ListFault(`${this.#file} is no sound workbook: open it in Excel and save it anew as .xlsx`)
  }
}

function local(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

function prefixed(attributes: Readonly<Record<string, string>>, wanted: string): string | undefined {
  return Object.entries(attributes).find(([name]) => name.endsWith(`:${wanted}`))?.[1]
}
