import type { PackageDocument, PackageVersion } from '../documents.ts'
import { WaybillError } from '../errors.ts'
import { compareVersions, isPrerelease, satisfies } from '../versions.ts'

/** A wish for a package, with the one who wishes it, for messages. */
export interface Requirement {
  readonly name: string
  readonly requirement: string
  /** `name version` of the dependent, or undefined for what the user asked for. */
  readonly by?: string
}

export interface ResolvedPackage {
  readonly name: string
  readonly version: PackageVersion
  readonly document: PackageDocument
  /** Everything that asked for this package. */
  readonly requirements: readonly Requirement[]
}

export interface Resolution {
  readonly packages: readonly ResolvedPackage[]
}

export interface ResolveRequest {
  readonly roots: readonly Requirement[]
  /** Gives a package's document; throws `package.not_found` for an unknown one. Asked at most once a name. */
  readonly document: (name: string) => Promise<PackageDocument>
  /** Versions that may stay although they are yanked: name → version. */
  readonly locked?: ReadonlyMap<string, string>
}

/**
 * Chooses one version per package: the newest that satisfies everything asked of it so far; when a later requirement
 * rules a choice out, it is made again, until nothing changes. Optional dependencies are left out. This is the simple
 * choice of the first release: it does not go back on a dependent to save a dependency.
 *
 * Throws `resolve.not_found` or `resolve.conflict`, naming who asked for what.
 */
export async function resolve(request: ResolveRequest): Promise<Resolution> {
  const documents = new Map<string, Promise<PackageDocument>>()
  const load = (name: string) => {
    const known = documents.get(name) ?? request.document(name)
    documents.set(name, known)
    return known
  }
  let chosen = new Map<string, ResolvedPackage>()
  // Each pass walks the graph of the last pass's choices; requirements only narrow them, so it ends. The bound is
  // for graphs whose choices depend on each other in a circle.
  for (let pass = 0; pass < 100; pass++) {
    const next = await walk(request, chosen, load)
    if (sameChoices(chosen, next))
      return { packages: [...next.values()].sort((a, b) => (a.name < b.name ? -1 : 1)) }
    chosen = next
  }
  throw new WaybillError('resolve.conflict', 'The requirements of the packages keep ruling each other out.', {
    hint: 'Name exact versions for some of them: NAME@VERSION.',
  })
}

type Load = (name: string) => Promise<PackageDocument>

async function walk(request: ResolveRequest, former: Map<string, ResolvedPackage>, load: Load) {
  const requirements = new Map<string, Requirement[]>()
  const expanded = new Map<string, string>()
  const next = new Map<string, ResolvedPackage>()
  let wave: Requirement[] = [...request.roots]
  while (wave.length > 0) {
    for (const wish of wave) requirements.set(wish.name, [...(requirements.get(wish.name) ?? []), wish])
    const names = [...new Set(wave.map((wish) => wish.name))]
    const loaded = await Promise.all(
      names.map((name) => documentFor(name, requirements.get(name) ?? [], load)),
    )
    wave = []
    for (const document of loaded) {
      const wishes = requirements.get(document.name) ?? []
      // What the last pass learned still counts when its dependents are still chosen; a stale wish falls away in the next pass.
      const version = choose(document, wishes, request.locked?.get(document.name), former.get(document.name))
      next.set(document.name, { name: document.name, version, document, requirements: wishes })
      if (expanded.get(document.name) === version.version) continue
      expanded.set(document.name, version.version)
      wave.push(...dependenciesOf(document.name, version))
    }
  }
  return next
}

async function documentFor(
  name: string,
  wishes: readonly Requirement[],
  load: Load,
): Promise<PackageDocument> {
  try {
    return await load(name)
  } catch (error) {
    if (!(error instanceof WaybillError) || error.code !== 'package.not_found') throw error
    const by = wishes.find((wish) => wish.by)?.by
    throw new WaybillError(
      'resolve.not_found',
      by ? `${by} needs ${name}, which this registry does not have.` : error.message,
      {
        hint: by ? `Ask the publisher of ${by}, or publish ${name} here first.` : (error.hint ?? ''),
        details: { package: name, ...(by ? { by } : {}) },
        cause: error,
      },
    )
  }
}

function dependenciesOf(name: string, version: PackageVersion): Requirement[] {
  return Object.entries(version.dependencies)
    .filter(([, dependency]) => !dependency.optional)
    .map(([dependency, { requirement }]) => ({
      name: dependency,
      requirement,
      by: `${name} ${version.version}`,
    }))
}

function choose(
  document: PackageDocument,
  wishes: readonly Requirement[],
  locked: string | undefined,
  former: ResolvedPackage | undefined,
): PackageVersion {
  const candidates = document.versions
    .filter((version) => !version.yanked || version.version === locked)
    .sort(
      (a, b) =>
        Number(isPrerelease(a.version)) - Number(isPrerelease(b.version)) ||
        compareVersions(b.version, a.version),
    )
  const fits = (all: readonly Requirement[]) =>
    candidates.find((candidate) => all.every((wish) => satisfies(candidate.version, wish.requirement)))
  const found = fits([...wishes, ...(former?.requirements ?? [])]) ?? fits(wishes)
  if (found) return found
  throw noFit(document, wishes)
}

function noFit(document: PackageDocument, wishes: readonly Requirement[]): WaybillError {
  const asked = wishes
    .map((wish) => `${wish.by ?? 'you'} ${wish.by ? 'needs' : 'asked for'} ${wish.requirement}`)
    .join('; ')
  const all = document.versions
  const yanked = all.find(
    (version) => version.yanked && wishes.every((wish) => satisfies(version.version, wish.requirement)),
  )
  if (yanked) {
    return new WaybillError(
      'resolve.not_found',
      `${document.name} ${yanked.version} was yanked: ${yanked.yanked?.reason} (${asked}).`,
      {
        hint: 'Choose another version, or ask the publisher for a new one.',
        details: { package: document.name, requirements: wishes },
      },
    )
  }
  const latest = all
    .map((version) => version.version)
    .sort(compareVersions)
    .at(-1)
  return new WaybillError(
    wishes.length > 1 ? 'resolve.conflict' : 'resolve.not_found',
    `No version of ${document.name} fits: ${asked}.`,
    {
      hint: latest ? `The newest version is ${latest}.` : 'The package has no versions.',
      details: { package: document.name, requirements: wishes },
    },
  )
}

function sameChoices(a: Map<string, ResolvedPackage>, b: Map<string, ResolvedPackage>): boolean {
  if (a.size !== b.size) return false
  return [...b].every(([name, entry]) => {
    const other = a.get(name)
    return (
      other?.version.version === entry.version.version &&
      other.requirements.length === entry.requirements.length
    )
  })
}
