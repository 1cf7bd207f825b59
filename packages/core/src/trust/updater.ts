import { isWaybillError, WaybillError } from '../errors.ts'
import { delegatesFor } from './delegations.ts'
import { requireFresh, type TimePolicy } from './expiry.ts'
import type { TargetInfo, TargetsSigned } from './metadata.ts'
import {
  fileInSnapshot,
  requireHashes,
  snapshotIsCurrent,
  targetsKey,
  trustRoot,
  updateRoot,
  updateSnapshot,
  updateTargets,
  updateTimestamp,
  type TargetsRole,
  type TrustedSet,
} from './trusted-set.ts'

/** Where a client keeps metadata it trusts. Names are `root`, `timestamp`, `snapshot`, `targets` and delegated roles. */
export interface MetadataStore {
  load(name: string): Promise<Uint8Array | undefined>
  /** Replaces the former bytes at once: a crash leaves the old or the new, whole. */
  save(name: string, bytes: Uint8Array): Promise<void>
}

/** Fetches a metadata file such as `3.root.json`; undefined when the registry has none. Never more than `limit` bytes. */
export interface MetadataFetcher {
  fetch(file: string, limit: number): Promise<Uint8Array | undefined>
}

export interface UpdaterOptions extends TimePolicy {
  readonly store: MetadataStore
  readonly fetcher: MetadataFetcher
}

/** Most bytes taken for a file whose length is not signed, and most steps of a walk: against endless data (§5.3.3, §5.6.7). */
const limits = {
  root: 512_000,
  timestamp: 16_384,
  snapshot: 8_000_000,
  targets: 20_000_000,
  rootRotations: 1024,
  delegations: 32,
}

/** The client workflow (TUF 1.0.31 §5) around the pure trusted set: what it loads, fetches and stores. */
export class Updater {
  readonly #options: UpdaterOptions
  #set: TrustedSet | undefined
  #isRefreshed = false

  constructor(options: UpdaterOptions) {
    this.#options = options
  }

  /** When the trusted timestamp was signed, where it says so. */
  get issued(): Date | undefined {
    const issued = this.#set?.timestamp?.['x-waybill-issued']
    return issued === undefined ? undefined : new Date(issued)
  }

  /** Brings root, timestamp, snapshot and targets up to date; throws a `trust.*` failure at the first that is wrong. */
  async refresh(): Promise<void> {
    await this.#loadRoot()
    await this.#loadTimestamp()
    await this.#loadSnapshot()
    const { root } = this.#trusted()
    await this.#loadTargets({ name: 'targets', ...root.roles.targets, keys: root.keys })
    this.#isRefreshed = true
  }

  /** What signed metadata says of a target; undefined when no role lists it (§5.6.7). Refreshes first when need be. */
  async targetInfo(targetPath: string): Promise<TargetInfo | undefined> {
    if (!this.#isRefreshed) await this.refresh()
    const { root } = this.#trusted()
    const open: (TargetsRole & { terminating: boolean })[] = [
      { name: 'targets', ...root.roles.targets, keys: root.keys, terminating: false },
    ]
    const visited = new Set<string>()
    for (let role = open.pop(); role && visited.size < limits.delegations; role = open.pop()) {
      // §5.6.7.1: a role is asked once; circles end here.
      if (visited.has(role.name)) continue
      visited.add(role.name)
      const targets = await this.#loadTargets(role)
      const found = Object.hasOwn(targets.targets, targetPath) ? targets.targets[targetPath] : undefined
      if (found) return found
      if (!targets.delegations) continue
      const delegates = delegatesFor(targets.delegations, targetPath)
      const end = delegates.findIndex((delegate) => delegate.terminating)
      // Pre-order, first delegate first; a terminating one cuts off everything after it.
      if (end >= 0) open.length = 0
      open.push(...(end >= 0 ? delegates.slice(0, end + 1) : delegates).reverse())
    }
    return undefined
  }

  /** Checks a target's bytes against its entry (§5.7). Throws `trust.mismatch`. */
  verifyTarget(targetPath: string, info: TargetInfo, bytes: Uint8Array): void {
    requireHashes(targetPath, bytes, info)
  }

  #trusted(): TrustedSet {
    if (!this.#set) throw new Error('metadata was used before the root was loaded')
    return this.#set
  }

  async #loadRoot(): Promise<void> {
    const stored = await this.#options.store.load('root')
    if (!stored) {
      throw new WaybillError('trust.no_root', 'No root is pinned for this registry.', {
        hint: 'Pin it with “waybill registry add URL --fingerprint …”.',
      })
    }
    try {
      this.#set = trustRoot(stored)
    } catch (cause) {
      throw new WaybillError('trust.no_root', 'The stored root of this registry cannot be read.', {
        hint: 'Remove the registry and pin it again, comparing the fingerprint with the operator’s.',
        cause,
      })
    }
    // §5.3.2 to §5.3.9
    for (let i = 0; i < limits.rootRotations; i++) {
      const bytes = await this.#options.fetcher.fetch(
        `${this.#trusted().root.version + 1}.root.json`,
        limits.root,
      )
      if (!bytes) break
      this.#set = updateRoot(this.#trusted(), bytes)
      await this.#options.store.save('root', bytes)
    }
    // §5.3.10
    requireFresh('root', this.#trusted().root.expires, this.#options)
  }

  async #loadTimestamp(): Promise<void> {
    await this.#fromStore('timestamp', (bytes) => updateTimestamp(this.#trusted(), bytes))
    // §5.4.1
    const bytes = required('timestamp', await this.#options.fetcher.fetch('timestamp.json', limits.timestamp))
    const next = updateTimestamp(this.#trusted(), bytes)
    const isNew = next !== this.#set
    // §5.4.4, before it is stored
    requireFresh('timestamp', next.timestamp?.expires ?? '', this.#options)
    this.#set = next
    if (isNew) await this.#options.store.save('timestamp', bytes)
  }

  async #loadSnapshot(): Promise<void> {
    await this.#fromStore('snapshot', (bytes) => updateSnapshot(this.#trusted(), bytes, { stored: true }))
    if (!snapshotIsCurrent(this.#trusted())) {
      const named = this.#trusted().timestamp?.meta['snapshot.json']
      // §5.5.1
      const bytes = required(
        'snapshot',
        await this.#options.fetcher.fetch(
          this.#fileName('snapshot', named?.version),
          named?.length ?? limits.snapshot,
        ),
      )
      const next = updateSnapshot(this.#trusted(), bytes, { stored: false })
      // §5.5.6
      requireFresh('snapshot', next.snapshot?.expires ?? '', this.#options)
      this.#set = next
      await this.#options.store.save('snapshot', bytes)
    }
    requireFresh('snapshot', this.#trusted().snapshot?.expires ?? '', this.#options)
  }

  /** Loads a targets role from memory, the store or the registry, in this order. */
  async #loadTargets(role: TargetsRole): Promise<TargetsSigned> {
    const held = this.#trusted().targets.get(targetsKey(role))
    if (held) return held
    await this.#fromStore(role.name, (bytes) => this.#withFreshTargets(role, bytes))
    if (!this.#trusted().targets.has(targetsKey(role))) {
      const named = fileInSnapshot(this.#trusted(), role.name)
      // §5.6.1
      const bytes = required(
        role.name,
        await this.#options.fetcher.fetch(
          this.#fileName(role.name, named.version),
          named.length ?? limits.targets,
        ),
      )
      this.#set = this.#withFreshTargets(role, bytes)
      await this.#options.store.save(role.name, bytes)
    }
    const loaded = this.#trusted().targets.get(targetsKey(role))
    if (!loaded) throw new Error(`${role.name} was not loaded`)
    return loaded
  }

  #withFreshTargets(role: TargetsRole, bytes: Uint8Array): TrustedSet {
    const next = updateTargets(this.#trusted(), bytes, role)
    // §5.6.5
    requireFresh(role.name, next.targets.get(targetsKey(role))?.expires ?? '', this.#options)
    return next
  }

  /** Stored metadata helps when it is good; whatever is wrong with it, the registry is asked instead. */
  async #fromStore(name: string, update: (bytes: Uint8Array) => TrustedSet): Promise<void> {
    const bytes = await this.#options.store.load(name)
    if (!bytes) return
    try {
      this.#set = update(bytes)
    } catch (error) {
      if (!isWaybillError(error)) throw error
    }
  }

  /** Consistent snapshots put the version before the name (§6.2). */
  #fileName(role: string, version: number | undefined): string {
    const name = `${encodeURIComponent(role)}.json`
    return this.#trusted().root.consistent_snapshot ? `${version}.${name}` : name
  }
}

function required(name: string, bytes: Uint8Array | undefined): Uint8Array {
  if (bytes) return bytes
  throw new WaybillError('trust.mismatch', `The registry does not have the ${name} metadata that it names.`, {
    hint: 'The copy you read from is incomplete: try again, then ask its operator.',
    details: { role: name },
  })
}
