import { version } from './version.ts'

/** A start that failed, for the page about it. */
export interface FailedStart {
  /** Everything that is wrong: what, where, what to do; a fault begins at the start of a line. */
  readonly message: string
  /** When it was found, as people read it. */
  readonly foundAt: string
  /** Where the settings are read from: the file, or where one is looked for. */
  readonly settingsFile: string
  /** Seconds after which the start is tried again even if no file has changed. */
  readonly againAfterSeconds: number
}

const style =
  'body{font:1rem/1.6 system-ui,Tahoma,sans-serif;margin:0;padding:1rem}main{max-width:60rem;margin:auto}' +
  'h1{font-size:1.4rem}h2{font-size:1.1rem}li{margin:0 0 1rem}p{margin:.3rem 0;overflow-wrap:anywhere}' +
  'pre{margin:.3rem 0;padding:.6rem;overflow:auto;border:1px solid;border-radius:.3rem}' +
  'code{font-weight:700}footer{margin-top:2rem;font-size:.9rem}'

/** The page's own style, as a content security policy names it. */
export const failedStartStyleHash = `sha256-${new Bun.CryptoHasher('sha256').update(style).digest('base64')}`

/** The page for a terminal (`curl`). */
export function failedStartText(failed: FailedStart): string {
  return ['salehi has not started: nobody is called.', '', failed.message, '', ...whatNow(failed), ''].join('\n')
}

/** The page for a browser; it asks again by itself, and is the ordinary one once salehi has started. */
export function failedStartHtml(failed: FailedStart): string {
  const faults = faultsOf(failed.message).map(
    ({ head, rest }) =>
      `<li dir="auto"><p>${marked(head)}</p>${rest === '' ? '' : `<pre dir="auto">${marked(rest)}</pre>`}</li>`,
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta http-equiv="refresh" content="5">
<title>salehi has not started</title><style>${style}</style></head>
<body><main>
<h1>salehi has not started: nobody is called</h1>
<p lang="fa" dir="rtl">صالحی شروع به کار نکرده است و با کسی تماس نمی‌گیرد. آنچه باید درست شود:</p>
<ol>${faults.join('\n')}</ol>
<h2>What to do</h2>
${whatNow(failed)
  .map((line) => `<p>${marked(line)}</p>`)
  .join('\n')}
<footer>salehi ${escaped(version.number)} · ${escaped(failed.foundAt)}</footer>
</main></body></html>
`
}

function whatNow({ settingsFile, againAfterSeconds }: FailedStart): readonly string[] {
  return [
    `Correct what is named above. The settings are read from ${settingsFile}; "salehi config" shows each one and every fault.`,
    `salehi tries again by itself as soon as a settings or scenario file changes, and every ${againAfterSeconds} s in any case. To have it try at once: systemctl restart salehi`,
  ]
}

/** One fault: its first line, and what stands below it (the line of the file, what to write). */
interface FaultText {
  readonly head: string
  readonly rest: string
}

function faultsOf(message: string): readonly FaultText[] {
  const faults: { head: string; rest: string[] }[] = []
  for (const line of message.split('\n')) {
    const goesOn = /^(\s|\d+ \| )/.test(line)
    const last = faults.at(-1)
    if (goesOn && last !== undefined) last.rest.push(line)
    else if (line.trim() !== '') faults.push({ head: line, rest: [] })
  }
  return faults.map(({ head, rest }) => ({ head, rest: unindented(rest) }))
}

function unindented(lines: readonly string[]): string {
  const depth = Math.min(...lines.map((line) => /^\s*/.exec(line)?.[0].length ?? 0))
  return lines.map((line) => line.slice(depth)).join('\n')
}

/** Escaped, with places in files (`sina/sina.yaml:12:3`, `/etc/salehi/salehi.env:4`) and files standing out. */
function marked(text: string): string {
  return escaped(text).replace(/[^\s()&;]*[^\s()&;:]\.(?:ya?ml|env|csv|txt)(?::\d+(?::\d+)?)?/g, '<code>$&</code>')
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}
