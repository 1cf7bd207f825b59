import type { Artifact, PublisherKey } from '@waybill/core/documents'
import { WaybillError } from '@waybill/core/errors'
import { unreachable } from '../http.ts'

/** What can be wrong with an artifact on its way, in words. */

/** The key that signed the artifact, which must be one of the publisher's and not revoked. */
export function signingKey(artifact: Artifact, keys: readonly PublisherKey[]): PublisherKey {
  const { keyId } = artifact.signature
  const key = keys.find((each) => each.keyId === keyId)
  if (!key) {
    throw new WaybillError(
      'key.unknown',
      `${artifact.path} is signed by the key ${keyId.slice(0, 16)}…, which is none of its publisher’s.`,
      {
        hint: 'Do not install it; tell the registry’s operator.',
        details: { path: artifact.path, keyId },
      },
    )
  }
  if (key.revoked) {
    throw new WaybillError(
      'key.revoked',
      `${artifact.path} is signed by a key that ${key.publisher} revoked on ${key.revoked.at}: ${key.revoked.reason}`,
      {
        hint: 'Wait for a version that is signed by another key.',
        details: { path: artifact.path, keyId },
      },
    )
  }
  return key
}

export function otherBytes(artifact: Artifact): WaybillError {
  return new WaybillError(
    'checksum.mismatch',
    `Checksum mismatch - package may be corrupted: ${artifact.path} is not what signed metadata names.`,
    {
      hint: 'The file was changed on its way or on the server. Try again; if it stays, tell the registry’s operator.',
      details: { path: artifact.path, sha256: artifact.sha256 },
    },
  )
}

export function badSignature(artifact: Artifact): WaybillError {
  return new WaybillError(
    'signature.invalid',
    `Verification failed: ${artifact.path} is not signed by its publisher’s key ${artifact.signature.keyId.slice(0, 16)}….`,
    {
      hint: 'Do not install it; tell the registry’s operator.',
      details: { path: artifact.path, keyId: artifact.signature.keyId },
    },
  )
}

export function notKept(artifact: Artifact): WaybillError {
  return new WaybillError(
    'registry.unreachable',
    `${artifact.path} is not kept on this machine, and --offline forbids fetching it.`,
    {
      hint: 'Install it once with a connection, or name a copy: --registry file:///…',
      details: { path: artifact.path },
    },
  )
}

export function refusedDownload(url: string, status: number): WaybillError {
  if (status >= 500) return unreachable(url, new Error(`it answered ${status}`))
  const [address = ''] = url.split('?')
  // An address that was given for some minutes: whoever reads the message must not get the artifact by it.
  if (address !== url)
    return new WaybillError('artifact.url_refused', `${address} answered ${status} to the address it gave.`, {
      hint: 'Try again; the clocks of the registry’s machines may differ.',
      details: { status },
    })
  return new WaybillError('trust.mismatch', `${url} answered ${status}, though signed metadata names it.`, {
    hint: 'The copy you read from is incomplete: try again, then ask its operator.',
    details: { url, status },
  })
}
