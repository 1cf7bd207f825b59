import type { PackageDocument, PackageVersion } from '@waybill/core/documents'
import { WaybillError } from '@waybill/core/errors'
import { resolve, tooYoung, type AgePolicy, type Requirement, type Resolution } from '@waybill/core/resolver'
import { parseDuration } from '@waybill/core/units'
import type { Registry } from '../registry/registry.ts'
import { documentOfLocked, documentOfManifest, type LocalFile } from './local-file.ts'
import type { Lockfile } from './lockfile.ts'
import { changes, type Asked, type Plan } from './plan.ts'
import type { ChoiceOptions } from './request.ts'

export interface ChoiceRequest {
  readonly lockfile: Lockfile
  readonly asked: Asked
  readonly files: readonly LocalFile[]
  /** Packages that are to take their newest version; all others keep theirs where they can. */
  readonly fresh: ReadonlySet<string>
  readonly options: ChoiceOptions
  readonly now: Date
  readonly registry: () => Promise<Registry>
  /** Says why a version cannot run on this machine. */
  readonly unfit: (version: PackageVersion) => string | undefined
}

/** Versions for everything that the home is to have: what is asked for now, and what was asked for before. */
export async function choose(request: ChoiceRequest): Promise<Resolution> {
  const { lockfile, files, options, fresh } = request
  const local = localDocuments(request)
  const pinned = new Map(
    Object.entries(lockfile.packages).flatMap(([name, { pinned: isPinned, version }]) =>
      isPinned && !request.asked.has(name) && !files.some((file) => file.name === name)
        ? [[name, version]]
        : [],
    ),
  )
  const roots = rootsOf(request)
  const { minimumReleaseAge, auditThreshold, securityAuditRequired } = options
  const needsAdvisories = securityAuditRequired || options.minimumReleaseAgeExemptFixes
  return resolve({
    roots,
    document: async (name) => local.get(name) ?? (await request.registry()).packageDocument(name),
    strategy: options.strategy ?? 'locked',
    locked: new Map(Object.entries(lockfile.packages).map(([name, { version }]) => [name, version])),
    fresh,
    allowPrerelease: options.allowPrerelease ?? false,
    overrides: new Map(Object.entries(options.overrides ?? {})),
    engines: { node: process.versions.node, ...options.engines },
    unfit: (version, name) => {
      const held = pinned.get(name)
      if (held !== undefined && version.version !== held) return `is not ${held}, at which it is pinned`
      return local.has(name) ? undefined : request.unfit(version)
    },
    ...(minimumReleaseAge === undefined ? {} : { age: agePolicy(options, request.now) }),
    ...(needsAdvisories ? { advisories: await (await request.registry()).advisories() } : {}),
    ...(securityAuditRequired ? { auditThreshold: auditThreshold ?? 'high' } : {}),
  })
}

function localDocuments({ files, lockfile, asked }: ChoiceRequest): Map<string, PackageDocument> {
  const installed = Object.entries(lockfile.packages).filter(
    ([name, { origin }]) => origin === 'file' && !asked.has(name),
  )
  return new Map([
    ...installed.map(([name, locked]) => [name, documentOfLocked(name, locked)] as const),
    ...files.map((file) => [file.name, documentOfManifest(file.manifest)] as const),
  ])
}

function rootsOf({ asked, files, lockfile }: ChoiceRequest): Requirement[] {
  const fileNames = new Set(files.map(({ name }) => name))
  const before = Object.entries(lockfile.packages).flatMap(([name, { requested, wanted, origin }]) =>
    requested === undefined || asked.has(name) || fileNames.has(name)
      ? []
      : [{ name, requirement: origin === 'file' ? '*' : requested, ...wanted, by: 'this home' }],
  )
  const now = [...asked].map(([name, { requirement, wanted }]) => ({ name, requirement, ...wanted }))
  return [...now, ...files.map(({ name }) => ({ name, requirement: '*' })), ...before]
}

function agePolicy(options: ChoiceOptions, now: Date): AgePolicy {
  return {
    minimumMs: parseDuration(options.minimumReleaseAge ?? '0'),
    now,
    exclude: options.minimumReleaseAgeExclude ?? [],
    exemptSecurityFixes: options.minimumReleaseAgeExemptFixes ?? false,
  }
}

/**
 * The rule on age once more, over what a plan would really install: a lockfile that was copied here names versions that
 * nobody resolved, and nobody signed when a local archive was made. Throws `policy.refused`.
 */
export function requireAge(plan: Plan, options: ChoiceOptions, now: Date): void {
  if (options.minimumReleaseAge === undefined) return
  const policy = agePolicy(options, now)
  for (const { name, version, source, action } of plan.steps.filter(changes)) {
    // What is added or updated from a registry was chosen under the rule.
    if (!source || (source.kind === 'registry' && action !== 'restore')) continue
    const flaw =
      source.kind === 'registry'
        ? tooYoung({ name, publisher: source.publisher }, source.version, policy)?.reason
        : policy.exclude?.some((entry) => entry === name || entry === `${name}@${version}`)
          ? undefined
          : 'comes from a file, and nobody signed when it was published (minimumReleaseAge)'
    if (flaw === undefined) continue
    throw new WaybillError('policy.refused', `${name} ${version} ${flaw}.`, {
      hint: `Wait, or exempt it: minimum-release-age-exclude = ["${name}@${version}"].`,
      details: { name, version },
    })
  }
}
