import { isWaybillError } from '@waybill/core/errors'
import type { Check } from './check.ts'

/** The publisher's signature is one of exactly these bytes. */
export const signature: Check = {
  id: 'signature',
  title: 'Publisher signature',
  needs: 'subject',
  async run(subject) {
    try {
      await subject.verifySignature()
    } catch (error) {
      // Anything else, such as a database that does not answer, says nothing of the signature.
      if (!isWaybillError(error) || !/^(signature|key|checksum)\./.test(error.code)) throw error
      const { message, hint } = error
      return { status: 'fail', summary: message, evidence: hint === undefined ? [] : [{ text: hint }] }
    }
    return { status: 'pass', summary: 'The artifact is signed by a registered key of its publisher.' }
  },
}
