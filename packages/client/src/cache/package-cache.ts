import { resolve } from 'node:path'
import { WaybillError } from '@waybill/core/errors'
import { parseDuration, parseSize } from '@waybill/core/units'
import { openHome } from '../home.ts'
import { chooseArtifact } from '../install/artifact.ts'
import { Registry } from '../registry/registry.ts'
import {
  cacheEntries,
  cleanCache,
  cleanWhenDue,
  defaultPolicy,
  type CacheEntry,
  type CachePolicy,
  type Cleaning,
} from './clean.ts'
import { artifactLocator } from './address.ts'
import { fetchArtifact } from './fetch.ts'
import { whileUsing } from './usage.ts'
import { verifyCache } from './verify.ts'

export interface CachePolicyOptions {
  /** Bytes, or a text such as `1GB`. */
  maxSize?: number | string
  /** Milliseconds, or a text such as `3600s`. */
  ttl?: number | string
  cleanupInterval?: number | string
}

export interface CachedPackage {
  readonly name: string
  readonly version: string
  /** The verified artifact. It stays at least until the operation that asked for it ends its `hold`. */
  readonly path: string
  readonly sha256: string
  readonly size: number
}

/** Keeps verified artifacts on this machine, for all homes of a user; safe with any number of processes. */
export class PackageCache {
  readonly path: string
  #policy: CachePolicy = defaultPolicy
  #registry: Registry | undefined
  #refreshedAt: number | undefined

  constructor(path: string) {
    this.path = resolve(path)
  }

  policy(options: CachePolicyOptions): this {
    const { maxSize, ttl, cleanupInterval } = options
    this.#policy = {
      maxSize: typeof maxSize === 'string' ? parseSize(maxSize) : (maxSize ?? defaultPolicy.maxSize),
      ttl: milliseconds(ttl, defaultPolicy.ttl),
      cleanupInterval: milliseconds(cleanupInterval, defaultPolicy.cleanupInterval),
    }
    return this
  }

  /** The registry that missing packages come from; the home's own otherwise. */
  registry(registry: Registry): this {
    this.#registry = registry
    return this
  }

  build(): this {
    return this
  }

  /**
   * The artifact of a version for this machine: from the cache when it is there and undamaged, else fetched and verified.
   * Within the ttl the registry is not asked again whether anything changed. Throws `package.not_found`,
   * `version.not_found`, or what fetching throws.
   */
  async getOrFetch(name: string, version: string): Promise<CachedPackage> {
    const registry = await this.#opened()
    const cached = await whileUsing(this.path, async () => {
      const document = await registry.packageDocument(name)
      const found = document.versions.find((each) => each.version === version)
      const artifact = found && chooseArtifact(found)
      if (!artifact) {
        throw new WaybillError('version.not_found', `${name} has no version ${version} for this machine.`, {
          hint: `“waybill info ${name}” lists the versions.`,
          details: { name, version },
        })
      }
      const request = {
        locate: artifactLocator(registry, { name, version, artifact }),
        artifact,
        keys: document.keys,
        offline: registry.isOffline,
      }
      const path = await fetchArtifact(this.path, request)
      return { name, version, path, sha256: artifact.sha256, size: artifact.size }
    })
    await cleanWhenDue(this.path, this.#policy)
    return cached
  }

  async #opened(): Promise<Registry> {
    this.#registry ??= await Registry.open(await openHome({ cache: this.path }))
    const age = Date.now() - (this.#refreshedAt ?? -Infinity)
    if (age > this.#policy.ttl && !this.#registry.isOffline) {
      await this.#registry.refresh()
      this.#refreshedAt = Date.now()
    }
    return this.#registry
  }

  /** Runs an operation on cached files: nothing is removed from the cache meanwhile. */
  hold<T>(work: () => Promise<T>): Promise<T> {
    return whileUsing(this.path, work)
  }

  /** What is in the cache, least recently used first. */
  list(): Promise<CacheEntry[]> {
    return cacheEntries(this.path)
  }

  /** Drops what is damaged. */
  verify(): Promise<{ checked: number; damaged: CacheEntry[] }> {
    return whileUsing(this.path, () => verifyCache(this.path))
  }

  /** Removes what is over the policy, or everything; undefined while another process uses the cache. */
  clean(options: { all?: boolean } = {}): Promise<Cleaning | undefined> {
    return cleanCache(this.path, options.all ? { ...this.#policy, maxSize: 0, ttl: -1 } : this.#policy)
  }
}

function milliseconds(given: number | string | undefined, otherwise: number): number {
  return typeof given === 'string' ? parseDuration(given) : (given ?? otherwise)
}
