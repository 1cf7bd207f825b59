import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isWaybillError, type WaybillError } from '@waybill/core/errors'
import { environment } from '../environment.ts'
import { openHome } from '../home.ts'
import type { RegistryAccess } from '../publish/access.ts'
import { inspectFile } from '../publish/artifact-file.ts'
import { keyFile, loadKey, type PublisherKeyPair } from '../publish/keys.ts'
import { pack } from '../publish/pack.ts'
import { selectRegistry } from '../registries.ts'
import {
  getSubmission,
  submitPackage,
  updatePublished,
  uploadPackage,
  uploadScreenshot,
  type Feedback,
  type MarketplaceMetadata,
  type SubmissionState,
} from './submissions.ts'

export interface MarketplacePublisherOptions {
  /** Address of the registry; default `WAYBILL_REGISTRY`, else the only one that is pinned. */
  registry?: string
  /** Folder of the home that has the key; default the platform's. */
  home?: string
  /** File of the private key that signs; default the home's key `default`. */
  key?: string
  signal?: AbortSignal
  /** Told what is being done, in a line; default the console. */
  log?: (line: string) => void
}

export interface PublishResult {
  success: boolean
  submissionId?: string
  reviewUrl?: string
  /** For people: “about 3 hours”, or “unknown”. */
  estimatedReviewTime?: string
  errors?: string[]
}

export interface SubmissionStatus {
  id: string
  status: SubmissionState
  /** Per cent. */
  reviewProgress: number
  feedback: Feedback[]
  /** ISO 8601, or `unknown`. */
  estimatedCompletion: string
}

export interface UpdateMetadata {
  version: string
  releaseNotes: string
  breaking: boolean
}

export interface UpdateResult {
  success: boolean
  updateId?: string
  version?: string
  /** ISO 8601; absent while the update is in review. */
  publishedAt?: string
  errors?: string[]
}

/**
 * Publishes plugins to a marketplace through its review. What goes wrong comes back as `{ success: false, errors }`;
 * `getSubmissionStatus` throws.
 */
export class MarketplacePublisher {
  readonly #apiKey: string
  readonly #options: MarketplacePublisherOptions

  /** @param apiKey a token of the registry (`wb_…`) that may publish. */
  constructor(apiKey: string, options: MarketplacePublisherOptions = {}) {
    this.#apiKey = apiKey
    this.#options = options
  }

  /** Validates, uploads and submits a plugin: a packed one, or its folder. */
  async publishPlugin(pluginPath: string, metadata: MarketplaceMetadata): Promise<PublishResult> {
    const log = this.#options.log ?? ((line: string) => console.log(line))
    log('🚀 Publishing plugin to marketplace...')
    return this.#withArtifact(pluginPath, async (file) => {
      const errors = await differences(file, metadata)
      if (errors.length > 0) return { success: false, errors }
      const uploaded = await attempt('Upload failed', async () => {
        const access = await this.#access()
        const screenshots: string[] = []
        for (const shot of metadata.screenshots ?? [])
          screenshots.push(/^img_/.test(shot) ? shot : await uploadScreenshot(access, shot))
        return { access, screenshots, ...(await uploadPackage(access, file, { key: await this.#key() })) }
      })
      if ('errors' in uploaded) return uploaded
      const { access, packageId, screenshots } = uploaded
      const submitted = await attempt('Submission failed', () =>
        submitPackage(access, {
          packageId,
          metadata: metadata.screenshots ? { ...metadata, screenshots } : metadata,
        }),
      )
      return 'errors' in submitted ? submitted : { success: true, ...submitted }
    })
  }

  /** Throws `submission.not_found`. */
  async getSubmissionStatus(submissionId: string): Promise<SubmissionStatus> {
    const { id, status, reviewProgress, feedback, estimatedCompletion } = await getSubmission(
      await this.#access(),
      submissionId,
    )
    return { id, status, reviewProgress, feedback, estimatedCompletion }
  }

  /** Hands in a new version of a published plugin. Where no reviewer is needed it is published when this returns. */
  async updatePlugin(pluginId: string, pluginPath: string, update: UpdateMetadata): Promise<UpdateResult> {
    return this.#withArtifact(pluginPath, async (file) => {
      const result = await attempt('Update failed', async () =>
        updatePublished(await this.#access(), pluginId, file, { key: await this.#key(), ...update }),
      )
      if ('errors' in result) return result
      const { updateId, version, publishedAt } = result
      return { success: true, updateId, version, ...(publishedAt === undefined ? {} : { publishedAt }) }
    })
  }

  async #withArtifact<T extends { success: boolean }>(
    path: string,
    use: (file: string) => Promise<T | Failure>,
  ): Promise<T | Failure> {
    const info = await stat(path).catch(() => undefined)
    if (!info) return { success: false, errors: [`There is no ${path}.`] }
    if (!info.isDirectory()) return use(path)
    const folder = await mkdtemp(join(tmpdir(), 'waybill-marketplace-'))
    try {
      return await use((await pack(path, { out: folder })).file)
    } catch (error) {
      return failure(undefined, error)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }

  async #access(): Promise<RegistryAccess> {
    const { registry = environment.registry(), home, signal } = this.#options
    const isAddress = registry !== undefined && /^https?:\/\//.test(registry)
    const url = isAddress
      ? registry
      : (await selectRegistry(await openHome(home === undefined ? {} : { path: home }), registry)).url
    return { url: url.replace(/\/+$/, ''), token: this.#apiKey, ...(signal ? { signal } : {}) }
  }

  async #key(): Promise<PublisherKeyPair> {
    const { key, home } = this.#options
    return loadKey(key ?? keyFile((await openHome(home === undefined ? {} : { path: home })).path))
  }
}

interface Failure {
  success: false
  errors: string[]
}

/** What the registry would find first, found here: the archive, its manifest, and what the metadata says of them. */
async function differences(file: string, metadata: MarketplaceMetadata): Promise<string[]> {
  try {
    const { manifest } = await inspectFile(file)
    return (['name', 'version'] as const).flatMap((field) =>
      manifest[field] === metadata[field]
        ? []
        : [`The plugin’s ${field} is “${manifest[field]}”, the metadata say “${metadata[field]}”.`],
    )
  } catch (error) {
    return failure(undefined, error).errors
  }
}

async function attempt<T extends object>(what: string, work: () => Promise<T>): Promise<T | Failure> {
  try {
    return await work()
  } catch (error) {
    return failure(what, error)
  }
}

/** Only failures that have a name become results; anything else is a fault of this program. */
function failure(what: string | undefined, error: unknown): Failure {
  if (!isWaybillError(error)) throw error
  return { success: false, errors: [`${what === undefined ? '' : `${what}: `}${textOf(error)}`] }
}

const textOf = ({ message, hint }: WaybillError) => (hint === undefined ? message : `${message} ${hint}`)
