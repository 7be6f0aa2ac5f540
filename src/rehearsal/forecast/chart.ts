/** One bar, or several upon each other. */
export interface Bar {
  readonly label: string
  /** From the bottom (or left) up, each of a series. */
  readonly parts: readonly number[]
  /** Told when it is pointed at, and beside it where bars lie. */
  readonly text: string
}

/** Names of the series, in the order of the parts; one without a name needs no legend. */
export type Series = readonly string[]

const chart = { width: 560, height: 200, left: 44, bottom: 22, top: 10 } as const
const row = { height: 22, label: 230, width: 560, value: 92 } as const

/** How standing bars are drawn: `label` writes the value of a grid line; charts that are compared reach equally high. */
export interface Scale {
  readonly label: (value: number) => string
  readonly reaches: number
}

/** Standing bars, as SVG. */
export function standingBars(title: string, bars: readonly Bar[], series: Series, scale: Scale): string {
  const { width, height, left, bottom, top } = chart
  const most = niceTop(Math.max(scale.reaches, ...bars.map(totalOf)))
  const y = (value: number): number => height - bottom - (value / most) * (height - bottom - top)
  const step = (width - left) / Math.max(1, bars.length)
  const grid = [0, 0.5, 1].map((part) => {
    const at = round(y(most * part))
    return `<line class="grid" x1="${left}" x2="${width}" y1="${at}" y2="${at}"/><text x="${left - 6}" y="${at + 4}" text-anchor="end">${escaped(scale.label(most * part))}</text>`
  })
  const every = Math.ceil(bars.length / 12)
  const drawn = bars.map((bar, nth) => {
    const x = left + step * nth + step * 0.12
    let upTo = 0
    const rects = bar.parts.map((part, at) => {
      const [from, to] = [upTo, upTo + part]
      upTo = to
      return `<rect class="s${at}" x="${round(x)}" y="${round(y(to))}" width="${round(step * 0.76)}" height="${round(y(from) - y(to))}"/>`
    })
    const middle = round(left + step * (nth + 0.5))
    const label =
      nth % every === 0 ? `<text x="${middle}" y="${height - 6}" text-anchor="middle">${escaped(bar.label)}</text>` : ''
    return `<g><title>${escaped(`${bar.label}: ${bar.text}`)}</title>${rects.join('')}</g>${label}`
  })
  return figure(title, series, svg(title, width, height, [...grid, ...drawn]))
}

/** Lying bars with their names on the left and their values on the right, as SVG. */
export function lyingBars(title: string, bars: readonly Bar[]): string {
  const most = Math.max(1, ...bars.map(totalOf))
  const room = row.width - row.label - row.value
  const drawn = bars.map((bar, nth) => {
    const y = nth * row.height
    const width = round((totalOf(bar) / most) * room)
    return [
      `<g><title>${escaped(`${bar.label}: ${bar.text}`)}</title>`,
      `<text x="${row.label - 8}" y="${y + 15}" text-anchor="end">${escaped(bar.label)}</text>`,
      `<rect class="s0" x="${row.label}" y="${y + 4}" width="${width}" height="${row.height - 8}"/>`,
      `<text x="${round(row.label + width + 6)}" y="${y + 15}">${escaped(bar.text)}</text></g>`,
    ].join('')
  })
  return figure(title, [], svg(title, row.width, Math.max(1, bars.length) * row.height, drawn))
}

/** Text as HTML and SVG hold it. */
export function escaped(text: string): string {
  const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
  return text.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign)
}

function svg(title: string, width: number, height: number, parts: readonly string[]): string {
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">${parts.join('')}</svg>`
}

function figure(title: string, series: Series, drawing: string): string {
  const legend = series.map((name, at) => `<span><i class="s${at}"></i>${escaped(name)}</span>`).join('')
  return `<figure><figcaption>${escaped(title)}${legend === '' ? '' : `<small>${legend}</small>`}</figcaption>${drawing}</figure>`
}

function totalOf({ parts }: Bar): number {
  return parts.reduce((sum, part) => sum + part, 0)
}

/** A round number not below the highest bar. */
function niceTop(most: number): number {
  if (most <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(most))
  return ([1, 2, 4, 5, 10].find((each) => each * power >= most) ?? 10) * power
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
