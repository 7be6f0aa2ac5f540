import { chmodSync, copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BunPlugin } from 'bun'
import { buildExecutable } from '../../../build.ts'

const dist = join(import.meta.dir, '..', '..', '..', 'dist')

/** The release that is upgraded to, and one after it with a database of its own. */
export const releases = {
  next: { name: 'salehi-next', version: '9.1.0', commit: 'next' },
  newerData: { name: 'salehi-newer-data', version: '9.2.0', commit: 'newer-data' },
} as const
export type ReleaseName = keyof typeof releases

/** Path of a release {@link buildReleases} made. */
export function builtRelease(release: ReleaseName): string {
  return join(dist, releases[release].name)
}

/** Builds both. They are this tree, but for their names and, of the second, one migration more. */
export async function buildReleases(): Promise<void> {
  await buildExecutable(releases.next.name, [named('next')])
  await buildExecutable(releases.newerData.name, [named('newerData'), withMigration()])
}

function named(release: ReleaseName): BunPlugin {
  const { version, commit } = releases[release]
  return {
    name: 'version',
    setup(build) {
      build.onLoad({ filter: /src\/app\/version\.ts$/ }, () => ({
        loader: 'ts',
        contents: `export const version = ${JSON.stringify({ number: version, commit })}`,
      }))
    },
  }
}

function withMigration(): BunPlugin {
  return {
    name: 'migration',
    setup(build) {
      build.onLoad({ filter: /src\/store\/migrations\.ts$/ }, async ({ path }) => {
        const text = await Bun.file(path).text()
        const added = text.replace(
          /\]\s*$/,
          ", 'DROP TABLE meta; CREATE TABLE tomorrow (id INTEGER PRIMARY KEY) STRICT']\n",
        )
        if (added === text) throw new Error('the list of migrations is not written as it was')
        return { loader: 'ts', contents: added }
      })
    },
  }
}

/** How an executable may be bad though every check of it is passed. */
export const ailments = {
  'ends at once': 'echo "a fault of tomorrow" >&2; exit 3',
  hangs: 'trap "" TERM; while :; do sleep 1; done',
  'does not reach Asterisk': 'ARI_BASE_URL=http://127.0.0.1:1/ari; export ARI_BASE_URL; exec "$good" "$@"',
} as const
export type Ailment = keyof typeof ailments

/** Lays an executable into a folder that answers every command as a release does, but runs no engine. */
export function ailing(folder: string, release: ReleaseName, ailment: Ailment): string {
  const path = join(folder, 'salehi-bad')
  const script = [
    '#!/bin/sh',
    `good='${builtRelease(release)}'`,
    'case "$1" in',
    `  run | --company) ${ailments[ailment]} ;;`,
    '  *) exec "$good" "$@" ;;',
    'esac',
  ]
  writeFileSync(path, `${script.join('\n')}\n`)
  chmodSync(path, 0o755)
  return path
}

/** Lays a copy of an executable into a folder. */
export function copyInto(folder: string, program: string, name = 'salehi'): string {
  const path = join(folder, name)
  copyFileSync(program, path)
  chmodSync(path, 0o755)
  return path
}
