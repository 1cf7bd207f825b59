import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { WaybillError } from '@waybill/core/errors'
import { api } from '@waybill/core/paths'
import { authorize, type Actor } from '../access/index.ts'
import { sendFile } from '../index/index.ts'
import { artifactById, artifactOf, packageByName } from '../packages/index.ts'
import type { Blobs } from '../platform/blobs/index.ts'
import { minute, second, type Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database/index.ts'
import type { Logger } from '../platform/log.ts'
import { entitlementRequired, isEntitled } from './entitled.ts'

/** How long a download may begin after its address was given. */
const goodFor = 5 * minute

export interface DownloadContext {
  database: Database
  clock: Clock
  log: Logger
  /** The artifacts that are not in the public tree. */
  gated: Blobs
  /** Signs addresses. */
  secret: string
  /** Public address of the registry. */
  url: () => string
  /** Told of each artifact that begins to be sent, whole or from its first byte on. */
  began: (path: string, request: IncomingMessage) => void
}

export interface WantedArtifact {
  readonly name: string
  readonly version: string
  readonly platform: string
}

/**
 * An address on this registry from which an artifact can be downloaded for five minutes. Throws `entitlement.required`,
 * alike for an artifact that there is not and for one that is not the actor's.
 */
export async function artifactAddress(
  { database, clock, secret, url }: DownloadContext,
  actor: Actor | undefined,
  wanted: WantedArtifact,
): Promise<{ url: string; expiresAt: Date }> {
  const { name, version, platform } = wanted
  const granted = authorize(actor, 'artifact.fetch', { package: name })
  const now = clock()
  const expires = Math.floor((now.getTime() + goodFor) / second)
  const expiresAt = new Date(expires * second)
  const found = await packageByName(database, name)
  const artifact = found && (await artifactOf(database, { packageId: found.id, version, platform }))
  if (!found || !artifact || (artifact.gated && !(await isEntitled(database, granted, found, now))))
    throw entitlementRequired(`${name} ${version} for ${platform}`, name)
  if (!artifact.gated) return { url: `${url()}/${artifact.path}`, expiresAt }
  const query = { expires: String(expires), for: granted.user?.id ?? granted.token?.id ?? '' }
  const signature = sign(secret, { id: String(artifact.id), ...query })
  const path = api.artifactStream.replace(':id', String(artifact.id))
  return { url: `${url()}${path}?${new URLSearchParams({ ...query, signature }).toString()}`, expiresAt }
}

export interface SignedAddress {
  readonly id: string
  readonly expires: string
  readonly for: string
  readonly signature: string
}

/** Streams an artifact to whoever has a good address of it: nothing else is asked. Throws `artifact.url_refused`. */
export async function streamArtifact(
  { database, clock, log, gated, secret, began }: DownloadContext,
  address: SignedAddress,
  { request, response }: { request: IncomingMessage; response: () => ServerResponse },
): Promise<void> {
  const expected = Buffer.from(sign(secret, address))
  const given = Buffer.from(address.signature)
  const isGood = given.length === expected.length && timingSafeEqual(given, expected)
  if (!isGood || Number(address.expires) * second <= clock().getTime())
    throw new WaybillError('artifact.url_refused', 'The address of the download is expired or altered.', {
      hint: 'Ask for a new one: “waybill install” does it by itself.',
    })
  const artifact = await artifactById(database, Number(address.id))
  const info = artifact?.gated ? await gated.info(artifact.path) : undefined
  if (!artifact || !info)
    throw new WaybillError('storage.failed', `The storage lacks the artifact ${address.id}.`, {
      hint: 'The operator brings it back from a backup.',
    })
  const etag = `"${Buffer.from(artifact.sha256, 'hex').toString('base64url').slice(0, 22)}"`
  const headers = {
    'content-type': artifact.path.endsWith('.zip') ? 'application/zip' : 'application/gzip',
    'cache-control': 'private, no-store',
    etag,
    'accept-ranges': 'bytes',
    'x-content-type-options': 'nosniff',
  }
  const { path } = artifact
  sendFile(
    { path, etag, headers, size: info.size, blobs: gated, log, began: () => began(path, request) },
    request,
    response(),
  )
}

/** Over the parts of an address, each with its length: no two addresses give the same text. */
function sign(secret: string, { id, expires, for: whom }: Omit<SignedAddress, 'signature'>): string {
  const text = ['waybill artifact', id, expires, whom].map((part) => `${part.length}:${part}`).join('')
  return createHmac('sha256', secret).update(text).digest('base64url')
}
