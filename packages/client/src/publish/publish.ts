import { stat } from 'node:fs/promises'
import type { ArchiveLimits } from '@waybill/core/archive'
import { WaybillError } from '@waybill/core/errors'
import { api } from '@waybill/core/paths'
import { inspectFile, readPieces } from './artifact-file.ts'
import { apiUrl, type RegistryAccess } from './access.ts'
import type { PublisherKeyPair } from './keys.ts'
import { multipartForm, type MultipartForm } from './multipart.ts'
import { signatureOf } from './sign.ts'
import { upload } from './upload.ts'

export interface PublishOptions {
  key: PublisherKeyPair
  /** Told the bytes sent so far and the whole. */
  onProgress?: (sent: number, total: number) => void
  /** What the registry is known to allow, where that is not the default. */
  limits?: Partial<ArchiveLimits>
}

export interface PublishedVersion {
  name: string
  version: string
  publisher: string
  category: string
  /** ISO 8601. */
  publishedAt: string
  artifact: { path: string; size: number; sha256: string; sha512: string }
}

/**
 * Publishes an artifact: reads it as the registry will, takes `<file>.sig` or signs, and streams it. When it returns, the
 * version is durable, signed and indexed. Takes no memory for the artifact. Throws what `inspectFile`, `signatureOf` and
 * the registry refuse, `registry.unreachable` or `operation.cancelled`.
 */
export async function publishArtifact(
  access: RegistryAccess,
  file: string,
  options: PublishOptions,
): Promise<PublishedVersion> {
  await inspectFile(file, options.limits)
  const form = await signedForm(file, { key: options.key, field: 'artifact' })
  return upload<PublishedVersion>(apiUrl(access, api.publish), form, {
    token: access.token,
    onProgress: options.onProgress,
    signal: access.signal,
  })
}

/** A form of an artifact with its publisher signature, and more fields. Throws what `signatureOf` does. */
export async function signedForm(
  file: string,
  { key, field, fields = {} }: { key: PublisherKeyPair; field: string; fields?: Record<string, string> },
): Promise<MultipartForm> {
  const signature = Buffer.from(await signatureOf(file, key)).toString('base64')
  const { size } = await stat(file)
  return multipartForm(
    { keyId: key.keyId, signature, ...fields },
    { field, filename: field, size, content: () => exactly(file, size) },
  )
}

/** The length was promised to the registry: a file that changes meanwhile must not break the form. */
async function* exactly(file: string, size: number): AsyncGenerator<Uint8Array> {
  let read = 0
  for await (const chunk of readPieces(file)) {
    read += chunk.length
    if (read > size) break
    yield chunk
  }
  if (read === size) return
  throw new WaybillError(
    'file.unreadable',
    `${file} changed while it was sent; the registry has nothing of it.`,
    {
      hint: 'Publish again once nothing writes to it.',
      details: { path: file },
    },
  )
}
