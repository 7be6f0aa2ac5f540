import { expect, test } from 'bun:test'
import { Glob } from 'bun'

interface Source {
  readonly file: string
  readonly text: string
}

async function sources(): Promise<readonly Source[]> {
  const all: Source[] = []
  for await (const file of new Glob('**/*.{ts,tsx}').scan('src')) {
    if (!file.includes('.generated.')) all.push({ file, text: await Bun.file(`src/${file}`).text() })
  }
  return all
}

/** The product's own code: neither tests nor the rooms that stand outside it. */
function isProduct(file: string): boolean {
  return !/\.(test|e2e)\.tsx?$/.test(file) && !/^(testing|e2e|bench)\//.test(file)
}

/** What may stand only in certain rooms, and what to use instead. */
const confined: readonly { readonly pattern: RegExp; readonly in: RegExp; readonly instead: string }[] = [
  { pattern: /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/, in: /^kernel\//, instead: 'the injected Clock' },
  { pattern: /\bMath\.random\(|\brandomUUID/, in: /^kernel\//, instead: 'the injected Random or Ids' },
  { pattern: /\bsetTimeout\(|\bsetInterval\(/, in: /^kernel\//, instead: 'clock.sleep' },
  { pattern: /\bPromise\.race\(/, in: /^kernel\//, instead: 'race() of kernel/scope.ts' },
  { pattern: /\bEventEmitter\b/, in: /^kernel\//, instead: 'a Mailbox' },
  { pattern: /\bAbortSignal\.timeout\(/, in: /^kernel\//, instead: 'within() of kernel/deadline.ts' },
  { pattern: /\bprocess\.(env|argv|exit)\b/, in: /^(main\.ts|config\/)/, instead: 'the Terminal or the Config' },
  { pattern: /(?<!https:\/\/)\bconsole\./, in: /^logs\//, instead: 'the Log or the Terminal' },
  { pattern: /^export default\b/m, in: /^$/, instead: 'a named export' },
]

test('time, chance, processes and consoles are reached only where they belong', async () => {
  const wrong: string[] = []
  for (const { file, text } of await sources()) {
    if (!isProduct(file)) continue
    for (const rule of confined) {
      if (!rule.in.test(file) && rule.pattern.test(withoutComments(text))) wrong.push(`${file}: use ${rule.instead}`)
    }
  }
  expect(wrong).toEqual([])
})

test('a file is one concept: at most 300 lines, named for what it holds', async () => {
  const wrong: string[] = []
  for (const { file, text } of await sources()) {
    const lines = text.split('\n').length
    if (lines > 301) wrong.push(`${file}: ${lines} lines`)
    const name = file.split('/').at(-1) ?? ''
    if (/^(utils?|helpers?|types?|index|misc|common)\.tsx?$/.test(name)) wrong.push(`${file}: a name that says nothing`)
    if (!/^[a-z0-9]+([.-][a-z0-9]+)*\.tsx?$/.test(name)) wrong.push(`${file}: not in kebab-case`)
  }
  expect(wrong).toEqual([])
})

test('no test is skipped, focused, or left for later', async () => {
  const marks = /\b(test|it|describe)\.(skip|only|todo|failing|if|skipIf)\b/
  const wrong = (await sources()).filter(({ file, text }) => file !== 'tidy.test.ts' && marks.test(text))
  expect(wrong.map(({ file }) => file)).toEqual([])
})

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:])\/\/.*$/gm, '$1')
}
