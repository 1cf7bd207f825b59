import semver from 'semver'
import type { PackageDocument, PackageVersion } from '../documents.ts'
import type { AgePolicy, ResolveRequest, Severity } from './request.ts'
import { stateOf, type States } from './states.ts'

/** Versions that cannot be taken for one reason. */
export interface Exclusion {
  readonly states: States
  /** Follows the versions in a sentence: “was yanked: deletes data”. */
  readonly reason: string
  /** Something that the user's own rules left out: worth saying when it would have been taken. */
  readonly isPolicy: boolean
  readonly eligibleAt?: string
}

interface Versions {
  readonly document: PackageDocument
  readonly versions: readonly PackageVersion[]
  readonly matching: (requirement: string) => States
}

const severities: readonly Severity[] = ['low', 'medium', 'high', 'critical']

/** Everything that speaks against versions of a package, whoever asks for them. */
export function exclusions(found: Versions, request: ResolveRequest): Exclusion[] {
  const { document, versions } = found
  const locked = request.locked?.get(document.name)
  const advisories = (request.advisories ?? []).filter((advisory) => advisory.package === document.name)
  const { auditThreshold, age } = request
  const audited = auditThreshold
    ? advisories.filter(({ severity }) => severities.indexOf(severity) >= severities.indexOf(auditThreshold))
    : []
  const isFix = (version: string) =>
    locked !== undefined &&
    advisories.some(({ affected }) => affects(affected, locked) && !affects(affected, version))
  const reasons = versions.map((version): Omit<Exclusion, 'states'> | undefined => {
    const isLocked = version.version === locked
    if (version.unpublished)
      return { reason: `was taken back: ${version.unpublished.reason}`, isPolicy: false }
    if (version.yanked && !isLocked)
      return { reason: `was yanked: ${version.yanked.reason}`, isPolicy: false }
    const unfit = request.unfit?.(version, document.name) ?? unmetEngine(version, request.engines ?? {})
    if (unfit !== undefined) return { reason: unfit, isPolicy: false }
    const advisory = audited.find(({ affected }) => affects(affected, version.version))
    if (advisory)
      return { reason: `has the open advisory ${advisory.id} (${advisory.severity})`, isPolicy: true }
    if (!age || isLocked || (age.exemptSecurityFixes && isFix(version.version))) return undefined
    return tooYoung(document, version, age)
  })
  const byReason = new Map<string, Exclusion>()
  reasons.forEach((each, i) => {
    if (!each) return
    const states = (byReason.get(each.reason)?.states ?? 0n) | stateOf(i)
    byReason.set(each.reason, { ...each, states })
  })
  return [...byReason.values()]
}

function affects(affected: string, version: string): boolean {
  return semver.satisfies(version, affected, { includePrerelease: true })
}

function unmetEngine(version: PackageVersion, engines: Readonly<Record<string, string>>): string | undefined {
  for (const [engine, requirement] of Object.entries(version.engines)) {
    const present = Object.hasOwn(engines, engine) ? engines[engine] : undefined
    if (present !== undefined && !semver.satisfies(present, requirement, { includePrerelease: true }))
      return `needs ${engine} ${requirement}, and here is ${present}`
  }
  return undefined
}

/** Why a version is too young for a policy, or nothing. Also asked before a plan is applied. */
export function tooYoung(
  document: Pick<PackageDocument, 'name' | 'publisher'>,
  version: Pick<PackageVersion, 'version' | 'publishedAt'>,
  policy: AgePolicy,
): Omit<Exclusion, 'states'> | undefined {
  const exempt = [document.name, `${document.name}@${version.version}`, `publisher:${document.publisher}`]
  if (policy.exclude?.some((entry) => exempt.includes(entry))) return undefined
  const eligible = Date.parse(version.publishedAt) + policy.minimumMs
  if (eligible <= policy.now.getTime()) return undefined
  const eligibleAt = new Date(eligible).toISOString()
  return {
    reason: `was published on ${version.publishedAt.slice(0, 16)}Z and is held back until ${eligibleAt.slice(0, 16)}Z (minimumReleaseAge)`,
    isPolicy: true,
    eligibleAt,
  }
}
