import { WaybillError } from '@waybill/core/errors'
import { createVerifier, signStream } from '@waybill/core/trust'
import { readIfPresent, writeAtomic } from '../files.ts'
import { readPieces } from './artifact-file.ts'
import type { PublisherKeyPair } from './keys.ts'

/**
 * Signs a file of any size (Ed25519, RFC 8032) and writes the 64 bytes as `<file>.sig`, which `openssl pkeyutl -verify
 * -rawin` checks. Throws `file.unreadable`.
 */
export async function signArtifact(
  file: string,
  key: PublisherKeyPair,
): Promise<{ file: string; keyId: string; signature: Uint8Array }> {
  const signature = await signStream(key.privatePem, () => readPieces(file))
  await writeAtomic(`${file}.sig`, signature)
  return { file: `${file}.sig`, keyId: key.keyId, signature }
}

/**
 * The signature of an artifact by a key: the one in `<file>.sig` when there is one, else a new one. Throws
 * `signature.invalid` when the one that is there is of other bytes or by another key: publishing it would fail later.
 */
export async function signatureOf(file: string, key: PublisherKeyPair): Promise<Uint8Array> {
  const present = await readIfPresent(`${file}.sig`)
  if (!present) return signStream(key.privatePem, () => readPieces(file))
  const verifier = createVerifier(key.pem, present)
  for await (const chunk of readPieces(file)) verifier.update(chunk)
  if (verifier.verify()) return present
  throw new WaybillError(
    'signature.invalid',
    `${file}.sig is not a signature of ${file} by the key ${key.file}.`,
    {
      hint: 'Sign the file again with “waybill sign”, or remove the .sig to have it signed now.',
      details: { file, keyId: key.keyId },
    },
  )
}
