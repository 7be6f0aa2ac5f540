import { limits } from './limits.ts'
import { ListFault } from './list-fault.ts'
import { XmlReader } from './xml.ts'

/** A workbook's table of texts, in order. Readings of characters beside the text (`rPh`) are no part of it. */
export async function sharedTexts(bytes: AsyncIterable<Uint8Array>, file: string): Promise<readonly string[]> {
  const texts: string[] = []
  let text = ''
  let isText = false
  let beside = 0
  const xml = new XmlReader(file, {
    open(name) {
      if (name === 'si') text = ''
      if (name === 'rPh') beside++
      isText = name === 't' && beside === 0
    },
    text(piece) {
      if (isText) text += piece
    },
    close(name) {
      isText = false
      if (name === 'rPh') beside--
      if (name !== 'si') return
      if (texts.length >= limits.sharedTexts) throw new ListFault(`${file} has too many texts: save it as CSV UTF-8`)
      texts.push(unescaped(text))
    },
  })
  for await (const piece of bytes) xml.write(piece)
  xml.end()
  return texts
}

/** Workbooks write characters that XML cannot hold as `_x000D_`. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9a-f]{4})_/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
