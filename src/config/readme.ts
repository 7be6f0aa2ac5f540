import { settingsTable } from './settings.ts'

/** Writes the table of settings into README.md, between its two marks. */
const file = `${import.meta.dir}/../../README.md`
const text = await Bun.file(file).text()
const marked = /<!-- settings -->[\s\S]*<!-- \/settings -->/
await Bun.write(
  file,
  text.replace(marked, () => `<!-- settings -->\n\n${settingsTable()}\n<!-- /settings -->`),
)
