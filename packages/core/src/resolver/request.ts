import type { PackageDocument, PackageVersion } from '../documents.ts'

/** A wish for a package, with the one who wishes it, for messages. */
export interface Requirement {
  readonly name: string
  /** A node-semver requirement. */
  readonly requirement: string
  /** Who asks: `name version` of a dependent, or words of the caller; undefined for what the user asked for. */
  readonly by?: string
  /** Features wanted besides the default ones. */
  readonly features?: readonly string[]
  /** False leaves the package's own default features out. */
  readonly defaultFeatures?: boolean
}

/** Which of several versions that would do is taken. */
export const ConflictStrategy = {
  /** The newest. */
  PreferLatest: 'latest',
  /** The locked one while it does, else the newest. */
  PreferLocked: 'locked',
  /** The newest release; a pre-release only when no release does. */
  PreferStable: 'stable',
  /** The oldest: for testing that lower bounds are true. */
  PreferMinimal: 'minimal',
} as const
export type ConflictStrategy = (typeof ConflictStrategy)[keyof typeof ConflictStrategy]

export type Severity = 'low' | 'medium' | 'high' | 'critical'

/** What is known against some versions of a package. */
export interface Advisory {
  readonly id: string
  readonly package: string
  /** A node-semver requirement of the versions it concerns. */
  readonly affected: string
  readonly severity: Severity
}

export interface AgePolicy {
  /** Versions younger than this are left out, milliseconds. */
  readonly minimumMs: number
  readonly now: Date
  /** Exempt: `name`, `name@version` or `publisher:name`. */
  readonly exclude?: readonly string[]
  /** Versions that end an advisory of the locked version are exempt. */
  readonly exemptSecurityFixes?: boolean
}

export interface ResolveRequest {
  readonly roots: readonly Requirement[]
  /** Gives a package's document; throws `package.not_found` for an unknown one. Asked at most once a name. */
  readonly document: (name: string) => Promise<PackageDocument>
  readonly strategy?: ConflictStrategy
  /** Versions in use: `PreferLocked` keeps them, and they may stay although yanked or young. Name → version. */
  readonly locked?: ReadonlyMap<string, string>
  /** Packages that take the newest version even under `PreferLocked`. */
  readonly fresh?: ReadonlySet<string>
  /** Pre-releases count as any version; otherwise node-semver's rule holds: only where the requirement names one. */
  readonly allowPrerelease?: boolean
  /** Replaces every requirement for a package: name → requirement. */
  readonly overrides?: ReadonlyMap<string, string>
  /** Says why a version cannot run here (platform, for example), or nothing. */
  readonly unfit?: (version: PackageVersion, name: string) => string | undefined
  /** Versions of the hosts that `engines` may name: name → version. Engines not named here are not checked. */
  readonly engines?: Readonly<Record<string, string>>
  readonly age?: AgePolicy
  readonly advisories?: readonly Advisory[]
  /** Versions with an advisory of this severity or a higher one are left out. */
  readonly auditThreshold?: Severity
}

export interface ResolvedPackage {
  readonly name: string
  readonly version: PackageVersion
  readonly document: PackageDocument
  /** Features that are on, sorted; `default` only where the package declares it. */
  readonly features: readonly string[]
  /** Dependencies that are on: the required ones, and the optional ones that a feature activates. Name → requirement. */
  readonly dependencies: Readonly<Record<string, string>>
  /** Everything that asked for this package. */
  readonly requirements: readonly Requirement[]
}

/** A version that would have been taken, and why it was not. */
export interface PassedOver {
  readonly name: string
  readonly version: string
  readonly reason: string
  /** When its age allows it, ISO 8601; only for versions that are too young. */
  readonly eligibleAt?: string
}

export interface Resolution {
  /** By name. */
  readonly packages: readonly ResolvedPackage[]
  readonly passedOver: readonly PassedOver[]
  /** Pairs of dependents that would each alone have had another version of a package. */
  conflicts(): Conflict[]
}

export interface Conflict {
  /** The package that both need. */
  readonly package: string
  /** Who needs it: `name version`, or what the requirement's `by` says. */
  readonly packageA: string
  readonly packageB: string
  readonly requirementA: string
  readonly requirementB: string
}
