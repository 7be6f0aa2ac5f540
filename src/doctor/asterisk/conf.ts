import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { Glob } from 'bun'
import { withoutBlocks } from '../block.ts'

/** One `key = value` of Asterisk's configuration, and where it stands. */
export interface ConfLine {
  readonly section: string
  readonly key: string
  readonly value: string
  readonly file: string
  /** 1-based. */
  readonly line: number
}

/** A section's heading, and where it stands. */
export interface ConfSection {
  readonly name: string
  readonly file: string
  readonly line: number
}

/** One configuration with everything it includes, in the order Asterisk reads it. */
export interface Conf {
  readonly lines: readonly ConfLine[]
  readonly sections: readonly ConfSection[]
  /** Every file that is included by name, whether it is there or not, the first one too. */
  readonly files: readonly string[]
  /** Included patterns with `*`, as absolute paths. */
  readonly patterns: readonly string[]
}

/** How a configuration is read. */
export interface ConfReading {
  /** Leaves out what stands between our marks: what is there without us. */
  readonly withoutOurs?: boolean
}

const deepest = 10

/** Reads `<etc>/<name>` as Asterisk does. Undefined where it is not there; throws what the file system says otherwise. */
export function readConf(etc: string, name: string, reading: ConfReading = {}): Conf | undefined {
  const first = join(etc, name)
  if (!existsSync(first)) return undefined
  const reader = new Reader(etc, reading)
  reader.read(first, 0)
  return reader
}

/** The value in force: the last one written. */
export function inForce(conf: Conf | undefined, section: string, key: string): string | undefined {
  return conf?.lines.findLast((line) => line.section === section && line.key === key)?.value
}

/** Whether Asterisk takes it for true. */
export function isYes(value: string | undefined): boolean {
  return /^(yes|true|y|t|1|on)$/i.test(value ?? '')
}

class Reader implements Conf {
  readonly lines: ConfLine[] = []
  readonly sections: ConfSection[] = []
  readonly files: string[] = []
  readonly patterns: string[] = []
  readonly #etc: string
  readonly #reading: ConfReading
  /** Goes on through included files, as Asterisk's does. */
  #section = ''

  constructor(etc: string, reading: ConfReading) {
    this.#etc = etc
    this.#reading = reading
  }

  read(file: string, depth: number): void {
    this.files.push(file)
    if (depth > deepest || !existsSync(file)) return
    const whole = readFileSync(file, 'utf8')
    const text = this.#reading.withoutOurs === true ? withoutBlocks(whole, 'blank') : whole
    for (const [index, raw] of withoutBlockComments(text).split(/\r?\n/).entries()) {
      this.#line(withoutComment(raw).trim(), file, index + 1, depth)
    }
  }

  #line(text: string, file: string, line: number, depth: number): void {
    const included = /^#(?:try)?include\s+["<]?([^">]+?)[">]?\s*$/i.exec(text)?.[1]
    if (included !== undefined) {
      this.#include(included, depth)
      return
    }
    const heading = /^\[([^\]]+)\]/.exec(text)?.[1]
    if (heading !== undefined) {
      this.#section = heading
      this.sections.push({ name: heading, file, line })
      return
    }
    const [, key, value] = /^([^=]+?)\s*=>?\s*(.*)$/.exec(text) ?? []
    if (key === undefined || value === undefined || text.startsWith('#')) return
    this.lines.push({ section: this.#section, key: key.toLowerCase(), value: value.replaceAll('\\;', ';'), file, line })
  }

  #include(name: string, depth: number): void {
    const path = isAbsolute(name) ? name : join(this.#etc, name)
    if (!path.includes('*')) {
      this.read(path, depth + 1)
      return
    }
    this.patterns.push(path)
    const found = [...new Glob(path.slice(1)).scanSync({ cwd: '/', absolute: true })]
    for (const each of found.sort()) this.read(each, depth + 1)
  }
}

function withoutComment(line: string): string {
  return line.replace(/(?<!\\);(?!--).*$/, '')
}

/** `;--` to `--;`, lines kept so that they are still counted. */
function withoutBlockComments(text: string): string {
  return text.replace(/;--[\s\S]*?--;/g, (comment) => comment.replace(/[^\n]/g, ''))
}
