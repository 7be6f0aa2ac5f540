import type { PageSource } from './page-source.ts'

const root = `${import.meta.dir}/../../..`

/** Builds what the browser gets from its sources: two scripts, one style sheet, the sign and the shell. Throws where it cannot. */
export async function bundlePage(): Promise<readonly PageSource[]> {
  const [early, main, style] = await Promise.all([
    bundle(`${root}/src/web/page/browser/early.ts`, 'iife'),
    bundle(`${root}/src/web/page/browser/main.ts`, 'esm'),
    bundle(`${root}/assets/web/page.css`, 'esm'),
  ])
  return [
    { name: 'early.js', text: early },
    { name: 'page.js', text: main },
    { name: 'page.css', text: style },
    { name: 'sign.svg', text: await Bun.file(`${root}/assets/web/sign.svg`).text() },
    { name: 'page.html', text: await Bun.file(`${root}/assets/web/page.html`).text() },
  ]
}

async function bundle(entry: string, format: 'esm' | 'iife'): Promise<string> {
  const built = await Bun.build({ entrypoints: [entry], target: 'browser', format, minify: true })
  const [output] = built.outputs
  if (output === undefined) throw new Error(`${entry} was built into nothing`)
  return output.text()
}
