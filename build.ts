import { chmodSync, copyFileSync } from 'node:fs'
import { $, type BunPlugin } from 'bun'
import { embeddedFiles } from './src/app/embedded.ts'
import { embeddedScenarios } from './src/app/scenarios.ts'
import { companiesOf, loadLibrary } from './src/scenario/library.ts'
import { renderProblems } from './src/scenario/render-problems.ts'
import { bundlePage } from './src/web/page/bundle.ts'
import type { PageSource } from './src/web/page/page-source.ts'

const root = import.meta.dir

if (import.meta.main) {
  await buildExecutable('salehi')
  bringInstaller()
}

/** Builds `dist/<name>`: one executable with scenarios, prompts, pages and migrations inside. Ends the process where it cannot. */
export async function buildExecutable(name: string, plugins: readonly BunPlugin[] = []): Promise<void> {
  const files = await embeddedFiles()
  await refuseBrokenScenarios(name)
  const page = await bundlePage() // before the build: one inside another never ends
  const manifest = (await Bun.file(`${root}/package.json`).json()) as { readonly version: string }
  const commit = (await $`git -C ${root} rev-parse --short=12 HEAD`.quiet().nothrow().text()).trim()
  const dirty = (await $`git -C ${root} status --porcelain`.quiet().nothrow().text()).trim() !== ''

  const result = await Bun.build({
    entrypoints: [`${root}/src/main.ts`],
    // Bun would read `.env` and `bunfig.toml` of the current folder itself: settings would lose their line, and `$` its meaning.
    compile: { outfile: `${root}/dist/${name}`, autoloadDotenv: false, autoloadBunfig: false },
    minify: true,
    sourcemap: 'inline',
    plugins: [embed(files), embedPage(page), ...plugins],
    define: {
      SALEHI_VERSION: JSON.stringify(manifest.version),
      SALEHI_COMMIT: JSON.stringify(commit === '' ? 'unknown' : `${commit}${dirty ? '-modified' : ''}`),
    },
  })
  for (const message of result.logs) console.error(String(message))
  if (!result.success) process.exit(1)
  const megabytes = Math.round(Bun.file(`${root}/dist/${name}`).size / 1_000_000)
  console.log(`dist/${name} ${manifest.version} (${commit}), ${megabytes} MB, ${files.length} files inside`)
}

/** The two files an owner copies lie side by side. */
function bringInstaller(): void {
  copyFileSync(`${root}/install/install.sh`, `${root}/dist/install.sh`)
  chmodSync(`${root}/dist/install.sh`, 0o755)
}

/** Puts the files of the tree in the place of the module that reads them from disk. */
function embed(files: readonly { readonly path: string }[]): BunPlugin {
  return {
    name: 'embed',
    setup(build) {
      build.onLoad({ filter: /src\/app\/embedded\.ts$/ }, () => ({
        loader: 'ts',
        contents: [
          ...files.map((file, index) => `import f${index} from '${root}/${file.path}' with { type: 'file' }`),
          `const files = [${files.map((file, index) => `[${JSON.stringify(file.path)}, f${index}]`).join(',')}]`,
          `export async function embeddedFiles() {`,
          `  return files.map(([path, inside]) => ({ path, bytes: () => Bun.file(inside).bytes() }))`,
          `}`,
        ].join('\n'),
      }))
    },
  }
}

/** Puts the page as it was built in the place of the module that builds it. */
function embedPage(page: readonly PageSource[]): BunPlugin {
  return {
    name: 'embed-page',
    setup(build) {
      build.onLoad({ filter: /src\/web\/page\/bundled\.ts$/ }, () => ({
        loader: 'ts',
        contents: `export const bundled = ${JSON.stringify(page)}`,
      }))
    },
  }
}

/** An executable whose scenarios do not check would refuse to dial: better no executable. */
async function refuseBrokenScenarios(name: string): Promise<void> {
  const sources = await embeddedScenarios()
  const problems = companiesOf(sources).flatMap((company) => loadLibrary(sources, company).problems)
  if (problems.length === 0) return
  console.error(renderProblems(problems))
  console.error(`\ndist/${name} was not built: mend the scenarios above`)
  process.exit(1)
}
