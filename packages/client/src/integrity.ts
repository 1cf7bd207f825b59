import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { WaybillError } from '@waybill/core/errors'
import { fileFailure } from './files.ts'

export const HashAlgorithm = { SHA256: 'sha256', SHA512: 'sha512' } as const
export type HashAlgorithm = (typeof HashAlgorithm)[keyof typeof HashAlgorithm]

/** Checks files against checksums. */
export class ChecksumVerifier {
  readonly algorithm: HashAlgorithm

  constructor(algorithm: HashAlgorithm = HashAlgorithm.SHA256) {
    this.algorithm = algorithm
  }

  /** The file's digest, hex. */
  async calculateChecksum(path: string): Promise<string> {
    const hash = createHash(this.algorithm)
    try {
      for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
    } catch (cause) {
      throw fileFailure(path, 'read', cause)
    }
    return hash.digest('hex')
  }

  /** Throws `checksum.mismatch` when the file has another digest. */
  async verify(path: string, expected: string): Promise<void> {
    const actual = await this.calculateChecksum(path)
    if (actual === expected.toLowerCase()) return
    throw new WaybillError('checksum.mismatch', 'Checksum mismatch - package may be corrupted', {
      hint: 'Fetch the file again.',
      details: { path, expected, actual },
    })
  }
}
