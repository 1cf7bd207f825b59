import type { Answer } from '../../api/client.ts'
import { Problem } from '../../api/problem.ts'

export type RegisteredKey = Answer<'/api/v1/keys'>['keys'][number]

/** Keys that sign for a publisher now. */
export function keysFor(keys: readonly RegisteredKey[], publisher: string): RegisteredKey[] {
  return keys.filter((key) => key.publisher === publisher && key.revoked === undefined)
}

/** The 64 bytes that “waybill sign” wrote, or the same in base64. Throws a `Problem` for anything else. */
export async function readSignature(file: File): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size === 64) return new Uint8Array(await file.arrayBuffer())
  const text = file.size < 200 ? (await file.text()).trim() : ''
  if (/^[A-Za-z0-9+/]{86}==$/.test(text)) return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  throw new Problem({
    status: 0,
    code: 'signature.malformed',
    message: `${file.name} is no signature of 64 bytes.`,
    hint: 'Make it with “waybill sign FILE”, which writes FILE.sig.',
  })
}

/** The key that signed these bytes, of some; undefined when it was none of them. */
export async function signer(
  keys: readonly RegisteredKey[],
  signature: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<RegisteredKey | undefined> {
  for (const key of keys) {
    const der = Uint8Array.from(atob(key.pem.replace(/-----[^-]+-----|\s/g, '')), (c) => c.charCodeAt(0))
    const known = await crypto.subtle.importKey('spki', der, 'Ed25519', false, ['verify'])
    if (await crypto.subtle.verify('Ed25519', known, signature, bytes)) return key
  }
  return undefined
}
