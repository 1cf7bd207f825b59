import { join } from 'node:path'
import { advisoriesSchema, openAdvisories } from '@waybill/core/advisories'
import {
  listingSchema,
  packageDocumentSchema,
  parseDocument,
  registryIndexSchema,
  type Listing,
  type PackageDocument,
  type RegistryIndex,
} from '@waybill/core/documents'
import { isWaybillError, WaybillError } from '@waybill/core/errors'
import { parsePackageName } from '@waybill/core/names'
import { paths, targets, tufBase } from '@waybill/core/paths'
import { checkClock, Updater, type TargetInfo } from '@waybill/core/trust'
import type { Advisory } from '@waybill/core/resolver'
import { latestVersion } from '@waybill/core/versions'
import type { z } from 'zod'
import { openHome, type Home } from '../home.ts'
import { readIfPresent, writeCached } from '../files.ts'
import { readBody, send } from '../http.ts'
import { addRegistry, listRegistries, selectRegistry, type PinnedRegistry } from '../registries.ts'
import { cachePaths, touch } from '../cache/layout.ts'
import { keptMetadata, notKept } from '../trust/kept-metadata.ts'
import { metadataFiles } from '../trust/metadata-files.ts'
import { metadataHttp } from '../trust/metadata-http.ts'
import { SearchBuilder } from './search-builder.ts'

/** What the seeds' `RegistryConfig` has. */
export interface RegistryConfig {
  primaryUrl: string
  mirrors?: string[]
  /** Where trusted metadata and downloads are kept; default: the platform's folders. */
  cacheDir?: string
  /** Must be true, its default: there is no unsigned way into a registry. */
  verifySignatures?: boolean
  /** Fingerprint of the registry's first root; needed the first time only. */
  fingerprint?: string
}

export interface ExtensionInfo {
  readonly name: string
  /** The latest version that is not yanked. */
  readonly version: string | undefined
  readonly description: string
  readonly publisher: string
  readonly category: string
  readonly supportedPlatforms: readonly string[]
}

export interface RegistryOptions {
  now?: () => Date
  /** Asks nobody: trusts what the last answer said, while that has not expired. */
  offline?: boolean
}

/** Largest document taken, bytes; its length is signed besides. */
const documentLimit = 64 * 1024 * 1024

/** A registry as a client sees it: everything it gives was checked from the pinned root down. */
export class Registry {
  readonly pinned: PinnedRegistry
  readonly home: Home
  readonly isOffline: boolean
  readonly #now: () => Date
  #updater: Promise<Updater> | undefined

  private constructor(home: Home, pinned: PinnedRegistry, options: RegistryOptions) {
    this.home = home
    this.pinned = pinned
    this.isOffline = options.offline ?? false
    this.#now = options.now ?? (() => new Date())
  }

  /** A registry that the home has pinned: the one named, or its only one. */
  static async open(home: Home, named?: string, options: RegistryOptions = {}): Promise<Registry> {
    return new Registry(home, await selectRegistry(home, named), options)
  }

  /** As the seeds have it: by configuration, pinning the registry on first use. */
  static async connect(config: RegistryConfig): Promise<Registry> {
    if (config.verifySignatures === false) {
      throw new WaybillError(
        'usage.invalid',
        'verifySignatures cannot be false: a registry is only read through its signatures.',
      )
    }
    const home = await openHome(
      config.cacheDir === undefined ? {} : { path: join(config.cacheDir, 'home'), cache: config.cacheDir },
    )
    const pinned = await selectRegistry(home, config.primaryUrl).catch((error: unknown) => {
      if (!isWaybillError(error, 'trust.no_root')) throw error
      return addRegistry(home, config.primaryUrl, { fingerprint: config.fingerprint })
    })
    return new Registry(home, { ...pinned, mirrors: config.mirrors ?? pinned.mirrors }, {})
  }

  get url(): string {
    return this.pinned.url
  }

  /** Address of the registry itself, also when a mirror or a copy of it is read. */
  async homeUrl(): Promise<string> {
    const { fingerprint } = this.pinned
    return (await listRegistries(this.home)).find((each) => each.fingerprint === fingerprint)?.url ?? this.url
  }

  /** Brings trust up to date; done by itself before the first document. Throws `trust.*` or `registry.unreachable`. */
  async refresh(): Promise<void> {
    this.#updater = this.#refreshed()
    await this.#updater
  }

  async #refreshed(): Promise<Updater> {
    const now = this.#now()
    const store = metadataFiles(join(this.pinned.folder, 'tuf'))
    const fetcher = this.isOffline ? keptMetadata(store) : metadataHttp(`${this.url}/${tufBase}`)
    const updater = new Updater({
      store,
      fetcher,
      now,
      registryTime: fetcher.registryTime,
    })
    await updater.refresh()
    checkClock({ now, issued: updater.issued, registryTime: fetcher.registryTime() })
    return updater
  }

  /** The index document of a package. Throws `package.not_found`. */
  async packageDocument(name: string): Promise<PackageDocument> {
    parsePackageName(name)
    const target = targets.package(name)
    const document = await this.#document(target, packageDocumentSchema)
    if (!document) {
      throw new WaybillError('package.not_found', `${this.url} has no package ${name}.`, {
        hint: `Look for it with “waybill search ${name}”.`,
        details: { name },
      })
    }
    if (document.name !== name)
      throw new WaybillError('trust.mismatch', `The document of ${name} is one of ${document.name}.`)
    return document
  }

  /** The open advisories; none where the registry publishes none. */
  async advisories(): Promise<Advisory[]> {
    const document = await this.#document(targets.advisories, advisoriesSchema)
    return document ? openAdvisories(document) : []
  }

  async index(): Promise<RegistryIndex> {
    const index = await this.#document(targets.index, registryIndexSchema)
    if (index) return index
    throw new WaybillError('trust.mismatch', `${this.url} has no signed index.`, {
      hint: 'The registry may have just been started: try again in a few seconds.',
    })
  }

  /** Listings of all categories, or of those that `category` names or starts. */
  async listings(category?: string): Promise<Listing[]> {
    const { categories } = await this.index()
    const wanted = categories.filter(
      ({ id }) => category === undefined || id === category || id.startsWith(`${category}/`),
    )
    const listings = await Promise.all(
      wanted.flatMap(({ listing }) =>
        listing === undefined ? [] : [this.#document(listing, listingSchema)],
      ),
    )
    return listings.filter((listing) => listing !== undefined)
  }

  /** Starts a search: `search('bitcoin').category('core').minRating(4).execute()`. */
  search(words: string): SearchBuilder {
    return new SearchBuilder(this, words)
  }

  async getExtensionInfo(name: string): Promise<ExtensionInfo> {
    const { description, publisher, category, versions } = await this.packageDocument(name)
    const version = latestVersion(versions)
    const shown = versions.find((each) => each.version === version)
    const platforms = new Set([
      ...(shown?.artifacts ?? []).map((artifact) => artifact.platform),
      ...Object.keys(shown?.platforms ?? {}),
    ])
    return { name, version, description, publisher, category, supportedPlatforms: [...platforms] }
  }

  /** A target's bytes, checked against signed metadata and kept by digest; parsed. Undefined when no role lists it. */
  async #document<T>(target: string, schema: z.ZodType<T>): Promise<T | undefined> {
    this.#updater ??= this.#refreshed()
    const updater = await this.#updater
    const info = await updater.targetInfo(target)
    if (!info) return undefined
    const bytes = (await this.#kept(updater, target, info)) ?? (await this.#fetched(updater, target, info))
    return parseDocument(schema, bytes, target)
  }

  #file(info: TargetInfo): string {
    return cachePaths.document(this.home.cache, info.hashes.sha256 ?? '')
  }

  async #kept(updater: Updater, target: string, info: TargetInfo): Promise<Uint8Array | undefined> {
    const bytes = await readIfPresent(this.#file(info))
    try {
      if (!bytes) return undefined
      updater.verifyTarget(target, info, bytes)
      await touch(this.#file(info))
      return bytes
    } catch {
      // Damaged on this disk: it is fetched again.
      return undefined
    }
  }

  async #fetched(updater: Updater, target: string, info: TargetInfo): Promise<Uint8Array> {
    const url = `${this.url}/${paths.target(target, info.hashes.sha256 ?? '')}`
    if (this.isOffline) throw notKept(target)
    const response = await send(url)
    if (response.status !== 200) {
      await response.body?.cancel()
      throw new WaybillError(
        'trust.mismatch',
        `${url} answered ${response.status}, though signed metadata names it.`,
        {
          hint: 'The copy you read from is incomplete: try again, then ask its operator.',
        },
      )
    }
    const bytes = await readBody(url, response, Math.min(info.length, documentLimit))
    updater.verifyTarget(target, info, bytes)
    await writeCached(this.#file(info), bytes)
    return bytes
  }
}
