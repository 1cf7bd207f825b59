/** An Ed25519 public key as the registry knows it. */
export interface PublicKeyInfo {
  /** SHA-256 of the SubjectPublicKeyInfo (DER), hex. */
  readonly keyId: string
  /** SubjectPublicKeyInfo in PEM (RFC 7468), as OpenSSL writes it. */
  readonly pem: string
}

/** Base64 (RFC 4648 §4) with padding. For keys and signatures; files are too long for it. */
export function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

/** Describes a key given as SubjectPublicKeyInfo (DER). */
export async function describePublicKey(spki: Uint8Array<ArrayBuffer>): Promise<PublicKeyInfo> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', spki))
  const lines = base64(spki).match(/.{1,64}/g) ?? []
  return {
    keyId: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    pem: `-----BEGIN PUBLIC KEY-----\n${lines.join('\n')}\n-----END PUBLIC KEY-----\n`,
  }
}
