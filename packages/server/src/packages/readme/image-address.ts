import { createHmac, timingSafeEqual } from 'node:crypto'
import { api } from '@waybill/core/paths'

/** The registry's own address of an image elsewhere, which says by its signature that the registry made it. */
export function signedImage(secret: string, url: string): string {
  return `${api.readmeImage.replace(':signature', signatureOf(secret, url))}?url=${encodeURIComponent(url)}`
}

export function isSignedImage(secret: string, url: string, signature: string): boolean {
  const [expected, given] = [Buffer.from(signatureOf(secret, url)), Buffer.from(signature)]
  return expected.length === given.length && timingSafeEqual(expected, given)
}

function signatureOf(secret: string, url: string): string {
  return createHmac('sha256', secret).update(url).digest('base64url')
}
