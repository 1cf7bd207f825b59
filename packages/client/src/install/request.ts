import { parsePackageName } from '@waybill/core/names'
import type { ConflictStrategy, Severity } from '@waybill/core/resolver'
import { parseRequirement } from '@waybill/core/versions'
import type { LockHolder } from '../home-lock.ts'
import type { InstallEvent } from './apply.ts'
import type { Asked, Plan, Wanted } from './plan.ts'

/** Which of the configured sources a package is to come from. */
export const Source = { Primary: 'primary', Community: 'community', Enterprise: 'enterprise' } as const
export type Source = (typeof Source)[keyof typeof Source]

/** What governs the choice of versions. */
export interface ChoiceOptions {
  strategy?: ConflictStrategy | undefined
  allowPrerelease?: boolean | undefined
  /** Leaves versions out that have an open advisory of `auditThreshold` or worse. */
  securityAuditRequired?: boolean | undefined
  /** Default `high`. */
  auditThreshold?: Severity | undefined
  /** Versions younger than this are left out: `3d`. */
  minimumReleaseAge?: string | undefined
  /** Exempt from it: `name`, `name@version` or `publisher:name`. */
  minimumReleaseAgeExclude?: readonly string[] | undefined
  /** Versions that end an advisory of the installed version are exempt too. */
  minimumReleaseAgeExemptFixes?: boolean | undefined
  /** Replaces what everybody requires of a package: name → requirement. */
  overrides?: Readonly<Record<string, string>> | undefined
  /** Versions of the hosts that manifests may name under `engines`, beside node and waybill. */
  engines?: Readonly<Record<string, string>> | undefined
}

/** Where packages come from. */
export interface SourceOptions {
  /** Address of a pinned registry, or of a copy of one; needed only when the home has several. */
  registry?: string | undefined
  /** Only what is kept on this machine. */
  offline?: boolean | undefined
}

/** How an operation tells what it does, and can be stopped. */
export interface FollowOptions {
  /** Asked with the plan before anything is changed; false stops. */
  confirm?: ((plan: Plan) => Promise<boolean>) | undefined
  onEvent?: ((event: InstallEvent) => void) | undefined
  onWait?: ((holder: LockHolder | undefined) => void) | undefined
  signal?: AbortSignal | undefined
}

export interface UpdateOptions extends ChoiceOptions, SourceOptions, FollowOptions {}

export interface InstallOptions extends ChoiceOptions, SourceOptions, FollowOptions {
  /** One package: its name, with `version` beside it. */
  extensionName?: string | undefined
  version?: string | undefined
  /** Several: `name` or `name@requirement` each. */
  names?: readonly string[] | undefined
  /** Archives on this machine. */
  files?: readonly string[] | undefined
  /** Features of what is asked for, besides the default ones. */
  features?: readonly string[] | undefined
  /** False leaves the default features of what is asked for out. */
  defaultFeatures?: boolean | undefined
  source?: Source | undefined
  /** Organization whose registry is meant, with `source: 'enterprise'`. */
  org?: string | undefined
  /** Exactly what the lockfile says, or a failure. */
  locked?: boolean | undefined
  /** Must be true, its default. */
  verifySignatures?: boolean | undefined
  /** Writes the settings that plugins read, from all sources of configuration; default true. */
  autoConfigure?: boolean | undefined
  /** Settings of what is asked for: key → value. */
  configOverrides?: Readonly<Record<string, string>> | undefined
}

/** Reads what is asked for. Throws `name.invalid` or `version.invalid`. */
export function askedOf(
  options: Pick<InstallOptions, 'extensionName' | 'version' | 'names' | 'features' | 'defaultFeatures'>,
): Asked {
  const { extensionName, version, names = [], features, defaultFeatures } = options
  const single =
    extensionName === undefined ? [] : [version === undefined ? extensionName : `${extensionName}@${version}`]
  const wanted: Wanted | undefined =
    features?.length || defaultFeatures === false
      ? { features: features ?? [], defaultFeatures: defaultFeatures ?? true }
      : undefined
  return new Map(
    [...single, ...names].map((text) => {
      const at = text.indexOf('@', 1)
      const name = parsePackageName(at < 0 ? text : text.slice(0, at)).full
      const requirement = parseRequirement(at < 0 ? '*' : text.slice(at + 1))
      return [name, { requirement, ...(wanted ? { wanted } : {}) }] as const
    }),
  )
}
