import type { Fault, FaultCode } from './contract.ts'

/** The status of each fault. */
const statusOf: Readonly<Record<FaultCode, number>> = {
  wrong_input: 400,
  not_signed_in: 401,
  wrong_password: 401,
  not_allowed: 403,
  foreign_request: 403,
  not_found: 404,
  too_large: 413,
  too_many_tries: 429,
  fault: 500,
  not_ready: 503,
  busy: 503,
}

/** A request is answered with a fault: what is wrong and what to do, never what was sent. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly fault: Fault

  constructor(code: FaultCode, error: string, advice: string, retryAfter?: number) {
    super(error)
    this.fault = { code, error, advice, ...(retryAfter === undefined ? {} : { retryAfter }) }
  }
}

/** The answer that tells of a fault. */
export function faultResponse(fault: Fault): Response {
  const headers = {
    'cache-control': 'no-store',
    ...(fault.retryAfter === undefined ? {} : { 'retry-after': String(fault.retryAfter) }),
    ...(fault.code === 'not_signed_in' ? { 'www-authenticate': 'Bearer realm="salehi"' } : {}),
  }
  return Response.json(fault, { status: statusOf[fault.code], headers })
}
