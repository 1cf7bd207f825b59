import { WaybillError } from '@waybill/core/errors'
import { unkeepableText } from '@waybill/core/manifest'

/**
 * Refuses a request whose texts the database could not keep, wherever they stand: said here for every route, so that none
 * fails with them. Throws `usage.invalid` naming the field.
 */
export function refuseUnkeepable(parts: { params: unknown; query: unknown; body: unknown }): void {
  const { params, query: querystring, body } = parts
  const field = unkeepableText({ params, querystring, body })?.join('.').slice(0, 200)
  if (field === undefined) return
  throw new WaybillError('usage.invalid', `${field}: has a zero character or half of a surrogate pair.`, {
    hint: 'Send text without it.',
    details: { field },
  })
}
