const uri = /(?:sips?|tel):([^@;>,\s]+)/gi

/** The user parts of the SIP and tel addresses in a header, in order: `"Ali" <sip:0912@host>;reason=…` gives `0912`. */
export function usersOf(header: string | undefined): readonly string[] {
  if (header === undefined) return []
  return [...header.matchAll(uri)].map((match) => decoded(match[1] ?? '')).filter((user) => !isAnonymous(user))
}

/** Whether a number is a word for none. */
export function isAnonymous(user: string): boolean {
  return /^(anonymous|unavailable|unknown|restricted|private)?$/i.test(user.trim())
}

function decoded(user: string): string {
  try {
    return decodeURIComponent(user)
  } catch {
    return user
  }
}
