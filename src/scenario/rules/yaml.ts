/** `yaml`: the text is not YAML. The parser's message in words a supervisor can act on. */
export function explainYaml(code: string, message: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'this key stands here twice: keep one'
    case 'TAB_AS_INDENT':
      return 'a tab cannot indent: use spaces'
    case 'MULTIPLE_DOCS':
      return 'a second document begins here: one file is one scenario'
    case 'BLOCK_AS_IMPLICIT_KEY':
      return 'a second key stands on the line of the first: put it on a line of its own, or the text in quotes'
    case 'RESOURCE_EXHAUSTION':
      return 'this is nested too deeply'
    case 'MISSING_CHAR':
      return /quote/.test(message) ? 'a quote is opened here and never closed' : lower(message)
    case 'BAD_INDENT':
      if (message.startsWith('Flow ')) return 'a bracket is opened above and not closed before this line'
      return lower(message)
    case 'BAD_ALIAS':
      return 'a text cannot begin with * or &: put it in quotes'
    default:
      return lower(message)
  }
}

function lower(message: string): string {
  const first = message.split('\n')[0] ?? message
  return `this is not YAML: ${first.charAt(0).toLowerCase()}${first.slice(1)}`
}
