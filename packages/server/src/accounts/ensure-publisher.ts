import { WaybillError } from '@waybill/core/errors'
import { isPublisherName } from '@waybill/core/names'
import type { PublisherRef } from '../access/index.ts'
import type { Transaction } from '../platform/database/index.ts'
import * as store from './store/index.ts'

/** The operator's way: the publisher of a name, made where it is new. Throws `name.invalid` or `publisher.taken`. */
export async function ensurePublisher(
  transaction: Transaction,
  name: string,
): Promise<PublisherRef & { hasMembers: boolean }> {
  if (!isPublisherName(name)) {
    throw new WaybillError('name.invalid', `“${name}” is not a valid publisher name.`, {
      hint: 'Use lower-case letters, digits, “.”, “_” and “-”.',
    })
  }
  const publisher =
    (await store.insertPublisher(transaction, name, 'organization')) ??
    (await store.publisherByName(transaction, name))
  if (!publisher)
    throw new WaybillError('publisher.taken', `“${name}” looks too much like another publisher.`, {
      hint: 'Choose a name that differs in more than “.”, “_”, “-” and case.',
    })
  const { id } = publisher
  return { id, name, hasMembers: (await store.membersOf(transaction, id)).length > 0 }
}
