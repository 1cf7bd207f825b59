import semver from 'semver'
import type { PackageDocument, PackageVersion } from '../documents.ts'
import { isWaybillError } from '../errors.ts'
import { exclusions, type Exclusion } from './exclusions.ts'
import type { ResolveRequest } from './request.ts'
import { stateOf, type States } from './states.ts'

/** A package and everything that can be asked of it. */
export interface Candidates {
  readonly name: string
  /** Undefined when the registry has no such package. */
  readonly document: PackageDocument | undefined
  /** Oldest first, those whose version does not parse left out. */
  readonly versions: readonly PackageVersion[]
  /** Every state, absence included. */
  readonly all: States
  /** Versions that cannot be taken, with why. */
  readonly excluded: readonly Exclusion[]
  /** Version states in the order of preference. */
  readonly preference: readonly number[]
  /** The versions that satisfy a requirement. */
  matching(requirement: string): States
}

/** Loads each package once, and starts loading what its likely version needs. */
export function createWorld(request: ResolveRequest) {
  const loaded = new Map<string, Promise<Candidates>>()

  function load(name: string): Promise<Candidates> {
    const known = loaded.get(name)
    if (known) return known
    const loading = fetchCandidates(name)
    loaded.set(name, loading)
    // What the likely version needs is on its way before the solver asks for it. Failures show when it does.
    loading.then(prefetch, () => undefined)
    return loading
  }

  async function fetchCandidates(name: string): Promise<Candidates> {
    try {
      return candidates(name, await request.document(name), request)
    } catch (error) {
      if (isWaybillError(error, 'package.not_found')) return candidates(name, undefined, request)
      throw error
    }
  }

  function prefetch(found: Candidates): void {
    const likely = found.versions[found.preference[0] ?? -1]
    for (const [name, { optional }] of Object.entries(likely?.dependencies ?? {}))
      if (!optional) load(name).catch(() => undefined)
  }

  return { load }
}

function candidates(
  name: string,
  document: PackageDocument | undefined,
  request: ResolveRequest,
): Candidates {
  const parsed = (document?.versions ?? [])
    .map((version) => ({ version, parsed: semver.parse(version.version) }))
    .filter((each): each is { version: PackageVersion; parsed: semver.SemVer } => each.parsed !== null)
    .sort((a, b) => a.parsed.compare(b.parsed))
  const versions = parsed.map(({ version }) => version)
  const memory = new Map<string, States>()
  function matching(requirement: string): States {
    const known = memory.get(requirement)
    if (known !== undefined) return known
    const range = rangeOf(requirement, request.allowPrerelease ?? false)
    let states = 0n
    if (range)
      parsed.forEach((each, i) => {
        if (range.test(each.parsed)) states |= stateOf(i)
      })
    memory.set(requirement, states)
    return states
  }
  const excluded = document ? exclusions({ document, versions, matching }, request) : []
  const usable = excluded.reduce(
    (left, { states }) => left & ~states,
    (1n << BigInt(versions.length + 1)) - 1n,
  )
  return {
    name,
    document,
    versions,
    all: (1n << BigInt(versions.length + 1)) - 1n,
    excluded,
    preference: preference(
      name,
      parsed.map((each) => each.parsed),
      usable,
      request,
    ),
    matching,
  }
}

/** Longest requirement that is read; a registry's document may hold anything. */
const longestRequirement = 256

function rangeOf(requirement: string, includePrerelease: boolean): semver.Range | undefined {
  if (requirement.length > longestRequirement) return undefined
  try {
    return new semver.Range(requirement, { includePrerelease })
  } catch {
    return undefined
  }
}

function preference(
  name: string,
  versions: readonly semver.SemVer[],
  usable: States,
  { strategy = 'latest', locked, fresh }: ResolveRequest,
): number[] {
  const indexes = versions.map((_, i) => i).filter((i) => usable & stateOf(i))
  if (strategy === 'minimal') return indexes
  const newest = indexes.reverse()
  if (strategy === 'stable') {
    const isPrerelease = (i: number) => (versions[i]?.prerelease.length ?? 0) > 0
    return [...newest.filter((i) => !isPrerelease(i)), ...newest.filter(isPrerelease)]
  }
  const kept = strategy === 'locked' && !fresh?.has(name) ? locked?.get(name) : undefined
  const index = versions.findIndex((version) => version.version === kept)
  return index < 0 ? newest : [index, ...newest.filter((i) => i !== index)]
}
