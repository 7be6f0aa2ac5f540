import { at, parseJson } from './json.ts'

/**
 * The intent a model's answer names, forgiving case, quotes, punctuation, a label (`Intent: yes`) and a JSON wrapping;
 * undefined for anything else: a name inside a sentence is not an answer («there is no clear answer»).
 * @param cut the answer ended for want of room, so its last line is not to be trusted
 */
export function intentIn(answer: string, names: readonly string[], cut: boolean): string | undefined {
  const lines = answer.trim().split(/\r?\n/)
  if (cut) lines.pop()
  const json = at(parseJson(lines.join('\n').replace(/^```\w*\s*|\s*```$/g, '')), 'intent')
  const first = typeof json === 'string' ? json : lines.map(bare).find((line) => line !== '')
  if (first === undefined) return undefined
  const said = fold(first)
  return names.find((name) => fold(name) === said)
}

/** A line without code fences, quotes, emphasis, punctuation at its ends and a leading label. */
function bare(line: string): string {
  const trimmed = line.replace(/^```.*$/, '').replace(edges, '')
  return trimmed.replace(/^(the\s+)?(intent|answer|category|label)(\s+is)?\s*[:=-]?\s+/i, '').replace(edges, '')
}

/** Everything at either end that is neither letter, digit nor underscore. */
const edges = /^[^\p{L}\p{N}_]+|[^\p{L}\p{N}_]+$/gu

/** Case and the way words are joined do not matter: `Number-Question` is `number_question`. */
function fold(name: string): string {
  return name
    .replace(edges, '')
    .toLowerCase()
    .replace(/[\s_-]+/g, '_')
}
