/** A failure that the registry told (RFC 9457), or that kept it from telling: `code` is stable, `hint` says what to do. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly hint: string | undefined
  readonly details: Readonly<Record<string, unknown>>

  constructor(told: {
    status: number
    code: string
    message: string
    hint?: string | undefined
    details?: Readonly<Record<string, unknown>> | undefined
  }) {
    super(told.message)
    this.name = 'Problem'
    this.status = told.status
    this.code = told.code
    this.hint = told.hint
    this.details = told.details ?? {}
  }
}

/** Reads what an answer that is no success says; never throws. */
export function problemOf(status: number, body: unknown): Problem {
  const told = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>
  const text = (field: string) => (typeof told[field] === 'string' ? told[field] : undefined)
  return new Problem({
    status,
    code: text('code') ?? `http.${status}`,
    message: text('detail') ?? text('title') ?? `The registry answered ${status}.`,
    hint: text('hint'),
    details: told.details as Record<string, unknown> | undefined,
  })
}

/** Whatever was thrown, as a problem that can be shown. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem({
    status: 0,
    code: 'network.unreachable',
    message: navigator.onLine ? 'The registry does not answer.' : 'This device is offline.',
    hint: 'Check the connection, then try again.',
  })
}
