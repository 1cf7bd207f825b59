import { api, settled } from '../api/client.ts'
import { Problem } from '../api/problem.ts'
import { refresh } from '../api/queries.ts'
import { base64, describePublicKey } from './key-format.ts'
import { dropKey, keepKey, keptKeys, type BrowserKey } from './key-store.ts'

export type { BrowserKey }

/**
 * The key of a publisher that was made in this browser and registered, the newest of several; `undefined` when there is
 * none here. It may have been revoked since: compare its `keyId` with GET /api/v1/keys before it signs.
 */
export async function browserKey(publisher: string): Promise<BrowserKey | undefined> {
  const kept = await keptKeys(publisher)
  return kept
    .filter((key) => key.registered)
    .toSorted((one, other) => other.createdAt.localeCompare(one.createdAt))[0]
}

/**
 * Makes an Ed25519 key that cannot leave this browser, proves to the registry that it is here, registers it for the
 * publisher and keeps it. Throws a `Problem`: what the registry refuses (`auth.forbidden`, …), `browser.unsupported`
 * where the browser has no Ed25519 or the page is not served safely, `browser.storage_refused` where it keeps nothing.
 */
export async function makeBrowserKey(publisher: string): Promise<BrowserKey> {
  const pair = await generate()
  const spki = new Uint8Array(await crypto.subtle.exportKey('spki', pair.publicKey))
  const key: BrowserKey = {
    ...(await describePublicKey(spki)),
    publisher,
    privateKey: pair.privateKey,
    createdAt: new Date().toISOString(),
  }
  // Kept before it is registered: what the registry trusts must not be lost for want of storage.
  await keepKey({ ...key, registered: false })
  try {
    await register(key)
  } catch (error) {
    await dropKey(key.keyId)
    throw error
  }
  await keepKey({ ...key, registered: true })
  // The browser may throw away what it keeps when the disk is full, unless it promises not to.
  void navigator.storage?.persist?.().catch(() => false)
  await refresh('/api/v1/keys')
  return key
}

/** The 64 bytes of the Ed25519 signature (RFC 8032) of `bytes`, which are signed as they are, without a hash before. */
export async function signWith(
  key: BrowserKey,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.sign('Ed25519', key.privateKey, bytes))
}

/** Forgets a key of this browser; what it signed stays valid until the key is revoked at the registry. */
export async function forgetBrowserKey(keyId: string): Promise<void> {
  await dropKey(keyId)
}

async function register(key: BrowserKey): Promise<void> {
  const { keyId, pem, publisher } = key
  const { challenge } = await settled(api.POST('/api/v1/keys/challenge', { body: { keyId, publisher } }))
  // A registry that could have any text signed could have a package signed.
  if (!challenge.startsWith(`waybill key registration\npublisher ${publisher}\nkey ${keyId}\n`))
    throw new Problem({
      status: 0,
      code: 'key.challenge_unexpected',
      message: 'The registry asked this key to sign something else than its own registration.',
      hint: 'Nothing was signed. Tell the operator of the registry.',
    })
  const proof = base64(await signWith(key, new TextEncoder().encode(challenge)))
  await settled(api.POST('/api/v1/keys', { body: { pem, challenge, proof, publisher } }))
}

async function generate(): Promise<CryptoKeyPair> {
  try {
    return await crypto.subtle.generateKey('Ed25519', false, ['sign', 'verify'])
  } catch (cause) {
    const problem = new Problem({
      status: 0,
      code: 'browser.unsupported',
      message: 'This browser cannot make a signing key.',
      hint: 'Use a current browser over HTTPS, or make the key on the command line.',
    })
    problem.cause = cause
    throw problem
  }
}
