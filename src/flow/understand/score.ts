import { classifyByRules } from './classify.ts'
import { type Meaning, meanings, type Verdict } from './rules/meaning.ts'

/** A reply with what it means and what it tests. */
export interface Labelled {
  readonly text: string
  readonly label: Meaning
  readonly category: string
}

/** How the rules did on labelled replies. */
export interface Score {
  readonly replies: number
  readonly right: number
  /** Right answers by share, 0 to 1. */
  readonly accuracy: number
  /** Yes taken for no, or no for yes: the mistakes that cost. */
  readonly swaps: number
  /** How many the rules were not sure of. */
  readonly unsure: number
  /** Wrong though sure: these no model can mend. */
  readonly surelyWrong: number
  /** For people: per category, then what was taken for what. */
  readonly table: string
}

/** Reads one of the labelled sets beside this file: `tuning`, `own`, `second-author` or `held-out`. */
export async function labelled(name: string): Promise<readonly Labelled[]> {
  const text = await Bun.file(new URL(`./replies/${name}.jsonl`, import.meta.url)).text()
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Labelled)
}

/** Scores the rules on labelled replies. */
export function score(replies: readonly Labelled[]): Score {
  const results = replies.map((reply) => ({ ...reply, verdict: classifyByRules(reply.text, 'fa-IR') }))
  const isRight = (one: Labelled & { readonly verdict: Verdict }): boolean => one.verdict.intent === one.label
  const right = results.filter(isRight).length
  const wrong = results.filter((one) => !isRight(one))
  const rows = [...Map.groupBy(results, (one) => one.category)].map(([category, group]) => {
    const good = group.filter(isRight).length
    return `${category.padEnd(18)} ${String(good).padStart(4)}/${String(group.length).padEnd(4)} ${percent(good / group.length)}`
  })
  const confusion = meanings.map((label) => {
    const group = results.filter((one) => one.label === label)
    const counts = meanings.map((taken) =>
      String(group.filter((one) => one.verdict.intent === taken).length).padStart(9),
    )
    return `${label.padEnd(16)}${counts.join('')}`
  })
  return {
    replies: replies.length,
    right,
    accuracy: replies.length === 0 ? 0 : right / replies.length,
    swaps: wrong.filter((one) => [one.label, one.verdict.intent].every((intent) => intent === 'yes' || intent === 'no'))
      .length,
    unsure: results.filter((one) => !one.verdict.sure).length,
    surelyWrong: wrong.filter((one) => one.verdict.sure).length,
    table: [
      ...rows,
      '',
      `${'is \\ taken for'.padEnd(16)}${meanings.map((one) => one.slice(0, 8).padStart(9)).join('')}`,
      ...confusion,
    ].join('\n'),
  }
}

/** The score in a few lines for people. */
export function formatScore(result: Score): string {
  const { replies, right, accuracy, swaps, unsure, surelyWrong, table } = result
  return `${table}\n\n${right} of ${replies} right (${percent(accuracy)}), ${swaps} yes↔no, ${unsure} unsure, ${surelyWrong} wrong though sure`
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}

if (import.meta.main) {
  const name = Bun.argv[2] ?? 'tuning'
  if (!['tuning', 'own', 'second-author', 'held-out'].includes(name))
    throw new Error('say which replies to score: tuning, own, second-author or held-out')
  await Bun.write(Bun.stdout, `${formatScore(score(await labelled(name)))}\n`)
}
