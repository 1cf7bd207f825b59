import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createVerifier, publicKeyFromPem } from '@waybill/core/trust'
import { fileFailure } from './files.ts'

/** A publisher's Ed25519 public key with the name it is known by. */
export class PublicKey {
  readonly keyId: string
  readonly pem: string
  readonly name: string

  private constructor(keyId: string, pem: string, name: string) {
    this.keyId = keyId
    this.pem = pem
    this.name = name
  }

  /** Throws `key.invalid`. */
  static fromPem(pem: string, options: { name?: string } = {}): PublicKey {
    const { keyId, pem: normal } = publicKeyFromPem(pem)
    return new PublicKey(keyId, normal, options.name ?? keyId.slice(0, 16))
  }
}

export type VerificationResult = { valid: true; signer: PublicKey } | { valid: false; reason: string }

/** Checks detached signatures against keys that the caller trusts. */
export class SignatureVerifier {
  readonly #keys: PublicKey[] = []

  addTrustedKeys(keys: readonly PublicKey[]): this {
    this.#keys.push(...keys)
    return this
  }

  /** Checks a file against its `.sig` in one pass. Throws `file.unreadable` when one of them cannot be read. */
  async verifyPackage(packagePath: string, signaturePath: string): Promise<VerificationResult> {
    if (this.#keys.length === 0) return { valid: false, reason: 'no key is trusted' }
    const signature = await readFile(signaturePath).catch((cause: unknown) => {
      throw fileFailure(signaturePath, 'read', cause)
    })
    if (signature.length !== 64)
      return { valid: false, reason: `the signature has ${signature.length} bytes, not 64` }
    const verifiers = this.#keys.map((key) => ({ key, verifier: createVerifier(key.pem, signature) }))
    try {
      for await (const chunk of createReadStream(packagePath))
        for (const { verifier } of verifiers) verifier.update(chunk as Buffer)
    } catch (cause) {
      throw fileFailure(packagePath, 'read', cause)
    }
    const found = verifiers.find(({ verifier }) => verifier.verify())
    return found
      ? { valid: true, signer: found.key }
      : { valid: false, reason: 'the signature is by none of the trusted keys, or of other bytes' }
  }
}
