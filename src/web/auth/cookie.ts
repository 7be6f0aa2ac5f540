import { longestMs } from './sessions.ts'

const name = 'salehi_session'

/** What a session's secret may look like. */
const secretPattern = /^[A-Za-z0-9_-]{32,128}$/

/** The secret in the cookie of a request. */
export function cookieOf(headers: Headers): string | undefined {
  for (const part of (headers.get('cookie') ?? '').split(';')) {
    const [key, value = ''] = part.trim().split('=')
    if (key === name && secretPattern.test(value)) return value
  }
  return undefined
}

/** The header that puts the secret into the browser; scripts cannot read it and other sites cannot use it. */
export function setCookie(secret: string, headers: Headers): string {
  return `${name}=${secret}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${longestMs / 1_000}${secure(headers)}`
}

/** The header that takes it out again. */
export function clearCookie(headers: Headers): string {
  return `${name}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0${secure(headers)}`
}

/** Behind a proxy that speaks TLS the cookie is for TLS alone; to claim it falsely only costs the claimant their cookie. */
function secure(headers: Headers): string {
  return headers.get('x-forwarded-proto')?.toLowerCase() === 'https' ? '; Secure' : ''
}
