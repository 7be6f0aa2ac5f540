import { dayAndTime } from '../app/local-time.ts'
import type { Story, Why } from '../web/story.ts'

/** A story as lines: the day stands above what happened on it. */
export function whyText(why: Why): string {
  switch (why.kind) {
    case 'story':
      return storyText(why.story)
    case 'several':
      return [
        'Several calls begin so; write more of the id:',
        ...why.calls.map(({ id, at }) => {
          const { day, time } = dayAndTime(at, why.zone)
          return `  ${id}  ${day} ${time}`
        }),
      ].join('\n')
    case 'unknown':
      return `Nothing is known: ${why.advice}`
  }
}

const untimed = '        '

function storyText({ title, zone, events, next }: Story): string {
  const lines = [title]
  let today = ''
  for (const { at, text } of events) {
    if (at === undefined) {
      lines.push(`  ${untimed}  ${text}`)
      continue
    }
    const { day, time } = dayAndTime(at, zone)
    if (day !== today) lines.push(`${day} (${zone})`)
    today = day
    lines.push(`  ${time}  ${text}`)
  }
  return [...lines, ...next.map((sentence) => `Next: ${sentence}`)].join('\n')
}
