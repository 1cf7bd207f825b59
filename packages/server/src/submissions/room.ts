import { WaybillError } from '@waybill/core/errors'
import type { Transaction } from '../platform/database/index.ts'
import type { SubmissionContext } from './context.ts'
import * as store from './store.ts'

/**
 * Makes sure that what waits of a publisher, uploads and screenshots, stays within the registry's limit. Those of one
 * publisher come in one after the other from here to the end of the transaction. Throws `upload.too_large`.
 */
export async function requireRoom(
  { settings }: Pick<SubmissionContext, 'settings'>,
  transaction: Transaction,
  { publisher, bytes, insteadOf }: { publisher: number; bytes: number; insteadOf?: string },
): Promise<void> {
  const limit = settings.limits.waitingBytes
  const waiting = await store.waitingBytes(transaction, publisher, insteadOf ?? '')
  if (waiting + bytes <= limit) return
  throw new WaybillError(
    'upload.too_large',
    `${waiting} bytes of this publisher wait to be submitted, reviewed or revised; with these ${bytes} it would be more than ${limit}.`,
    {
      hint: 'Withdraw what is not needed (“waybill submission list”), wait for a decision, or ask the operator to raise limits.waitingBytes.',
      details: { limit, name: 'limits.waitingBytes', waiting },
    },
  )
}
