import { expect, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { padding, readTarHeader, tarHeader } from './tar-header.ts'
import { readTar, TextSink } from './tar-reader.ts'
import { TarWriter } from './tar-writer.ts'

const signal = new AbortController().signal

async function inFolder(work: (dir: string) => Promise<void>): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'salehi-tar-'))
  try {
    await work(dir)
  } finally {
    rmSync(dir, { recursive: true })
  }
}

test('what is written is read again, and the tar of the system reads it too', async () => {
  await inFolder(async (dir) => {
    const long = `scenarios/${'ف'.repeat(40)}/${'b'.repeat(90)}.yaml`
    writeFileSync(join(dir, 'data'), 'x'.repeat(1_500_000))
    {
      await using file = await open(join(dir, 'made.tar'), 'w')
      const tar = new TarWriter(file, Date.UTC(2026, 0, 5))
      await tar.addFile('salehi.db', join(dir, 'data'), signal)
      await tar.addText(long, 'سلام\n')
      await tar.addText('empty', '')
      await tar.end()
    }
    const texts = new Map<string, TextSink>()
    const read = await readTar(
      join(dir, 'made.tar'),
      ({ name }) => {
        const sink = new TextSink()
        texts.set(name, sink)
        return Promise.resolve(sink)
      },
      signal,
    )
    expect(read.map(({ path, size }) => [path, size])).toEqual([
      ['salehi.db', 1_500_000],
      [long, 9],
      ['empty', 0],
    ])
    expect(texts.get(long)?.text).toBe('سلام\n')
    expect(read[0]?.sha256).toBe(new Bun.CryptoHasher('sha256').update(readFileSync(join(dir, 'data'))).digest('hex'))
    const listed = Bun.spawnSync(['tar', '--quoting-style=literal', '-tf', join(dir, 'made.tar')], {
      env: { LC_ALL: 'C.UTF-8', PATH: '/usr/bin:/bin' },
    })
    expect([listed.exitCode, listed.stdout.toString()]).toEqual([0, `salehi.db\n${long}\nempty\n`])
  })
})

test('an archive that ends before its end is told to be cut short', async () => {
  await inFolder(async (dir) => {
    const path = join(dir, 'made.tar')
    const header = tarHeader({ name: 'a', size: 1_000, mode: 0o600, mtime: 0 })
    writeFileSync(path, Buffer.concat([header, Buffer.alloc(700)]))
    expect(readTar(path, () => Promise.resolve(undefined), signal)).rejects.toThrow('it is cut short')
  })
})

test('a size that eleven octal digits cannot hold is kept', () => {
  const size = 20_000_000_000
  expect(readTarHeader(tarHeader({ name: 'a', size, mode: 0o640, mtime: 5 }))).toEqual({
    name: 'a',
    size,
    mode: 0o640,
    mtime: 5,
  })
})

test('a header with one changed byte, a folder and a link are refused', () => {
  const header = tarHeader({ name: 'a', size: 1, mode: 0o600, mtime: 0 })
  const changed = header.slice()
  changed[3] = 0x41
  expect(() => readTarHeader(changed)).toThrow('damaged')
})

test('a file is followed by as many bytes as fill its last block', () => {
  expect([0, 1, 511, 512, 513].map(padding)).toEqual([0, 511, 1, 0, 511])
})
