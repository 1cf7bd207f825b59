import { errorCodes, isWaybillError, WaybillError, type ErrorCode } from '@waybill/core/errors'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'

/** An RFC 9457 problem document; `code`, `hint` and `details` are Waybill's members. */
interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: string
  hint?: string
  details?: Record<string, unknown>
}

/** Fastify's own errors that a client causes, as ours. */
const fromFastify: Readonly<Record<string, ErrorCode>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'upload.unsupported_type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'upload.too_large',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'usage.invalid',
  FST_ERR_CTP_INVALID_JSON_BODY: 'usage.invalid',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'upload.truncated',
}

/** Turns whatever was thrown into a WaybillError; what is unknown becomes `internal.failed` without its inner text. */
export function asWaybillError(error: unknown): WaybillError {
  if (isWaybillError(error)) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    const first = error.validation[0]
    const field = [error.validationContext, ...(first?.instancePath.split('/').filter(Boolean) ?? [])].join(
      '.',
    )
    return new WaybillError('usage.invalid', `${field}: ${first?.message ?? 'is not valid'}`, {
      details: { field },
      cause: error,
    })
  }
  const { code, message, statusCode } = error as FastifyError
  const known = fromFastify[code]
  if (known) return new WaybillError(known, message, { cause: error })
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new WaybillError('usage.invalid', message, { cause: error })
  return new WaybillError('internal.failed', 'The registry failed to handle the request.', {
    hint: 'Try again; if it stays, tell the registry’s operator the time and the request id.',
    cause: error,
  })
}

export function problemOf(error: WaybillError): Problem {
  const { title, status } = errorCodes[error.code]
  return {
    type: `urn:waybill:error:${error.code}`,
    title,
    status,
    detail: error.message,
    code: error.code,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(Object.keys(error.details).length === 0 ? {} : { details: error.details }),
  }
}

/** Answers every failure and every unknown route with a problem document, and logs what is our own fault. */
export function useProblems(app: FastifyInstance): void {
  app.setErrorHandler((raw, request: FastifyRequest, reply: FastifyReply) => {
    const error = asWaybillError(raw)
    if (error.status >= 500) request.log.error({ err: error.cause ?? error, code: error.code }, error.message)
    // The rest of a body that nobody reads any more would be taken for the next request.
    if (!request.raw.complete) void reply.header('connection', 'close')
    const { retryAfter } = error.details
    if (typeof retryAfter === 'number') void reply.header('retry-after', retryAfter)
    if (error.status === 401) void reply.header('www-authenticate', 'Bearer realm="waybill"')
    return reply.status(error.status).type('application/problem+json').send(problemOf(error))
  })
  app.setNotFoundHandler((request, reply) =>
    reply
      .status(404)
      .type('application/problem+json')
      .send({
        type: 'about:blank',
        title: 'Not Found',
        status: 404,
        detail: `There is nothing at ${request.method} ${request.url.split('?')[0]?.slice(0, 200)}.`,
        code: 'usage.invalid',
        hint: 'GET /api/docs lists the operations.',
      } satisfies Problem),
  )
}
