import type { Manifest } from '@waybill/core/manifest'
import {
  resolve,
  settle,
  type Conflict,
  type ConflictStrategy,
  type Requirement,
  type Resolution,
  type Severity,
} from '@waybill/core/resolver'
import { openHome } from './home.ts'
import { documentOfManifest } from './install/local-file.ts'
import { Registry } from './registry/registry.ts'

/** Resolves the dependencies of a manifest that is not published yet, or of a host application. */
export class DependencyResolver {
  #strategy: ConflictStrategy = 'latest'
  #allowPrerelease = false
  #auditThreshold: Severity | undefined
  #registry: Promise<Registry> | undefined
  #last: Resolution | undefined

  strategy(strategy: ConflictStrategy): this {
    this.#strategy = strategy
    return this
  }

  allowPrerelease(isAllowed: boolean): this {
    this.#allowPrerelease = isAllowed
    return this
  }

  /** Leaves versions out that have an open advisory of the threshold or worse. */
  securityAuditRequired(isRequired: boolean, threshold: Severity = 'high'): this {
    this.#auditThreshold = isRequired ? threshold : undefined
    return this
  }

  /** The registry to ask; the home's own otherwise. */
  registry(registry: Registry): this {
    this.#registry = Promise.resolve(registry)
    return this
  }

  /** Throws `resolve.conflict` or `resolve.not_found` with the argument and what would mend it. */
  async resolveDependencies(
    manifest: Manifest,
    options: { features?: readonly string[]; defaultFeatures?: boolean } = {},
  ): Promise<Resolution> {
    this.#registry ??= openHome().then((home) => Registry.open(home))
    const registry = await this.#registry
    const root: Requirement = { name: manifest.name, requirement: '*', by: 'the manifest', ...options }
    const resolution = await resolve({
      roots: [root],
      document: async (name) =>
        name === manifest.name ? documentOfManifest(manifest) : registry.packageDocument(name),
      strategy: this.#strategy,
      allowPrerelease: this.#allowPrerelease,
      ...(this.#auditThreshold === undefined
        ? {}
        : { auditThreshold: this.#auditThreshold, advisories: await registry.advisories() }),
    })
    this.#last = resolution
    return resolution
  }

  /** What the last resolution has for a conflict's package, by the strategy, and why. */
  resolveConflict(conflict: Conflict): Promise<{ chosenVersion: string; reason: string }> {
    return Promise.resolve(settle(conflict, this.#last?.packages ?? []))
  }
}
