import type { PackageVersion } from '../documents.ts'

/** What a feature of one version turns on. */
export interface Activation {
  /** Other features of the same package. */
  readonly features: readonly string[]
  /** Optional dependencies. */
  readonly dependencies: readonly string[]
  /** Features of dependencies. */
  readonly dependencyFeatures: readonly { readonly dependency: string; readonly feature: string }[]
}

type Featured = Pick<PackageVersion, 'features' | 'dependencies'>

/**
 * Every feature that can be asked of a version, as Cargo has them: `default`, the declared ones, one for each optional
 * dependency, and the leaves: entries that name nothing declared.
 */
export function knownFeatures(version: Featured): Set<string> {
  const leaves = Object.values(version.features)
    .flat()
    .filter((entry) => !splitEntry(version, entry))
  const optional = Object.keys(version.dependencies).filter((name) => version.dependencies[name]?.optional)
  return new Set(['default', ...Object.keys(version.features), ...optional, ...leaves])
}

/** What `feature` turns on in a version; nothing for a leaf. */
export function activation(version: Featured, feature: string): Activation {
  const features: string[] = []
  const dependencies: string[] = []
  const dependencyFeatures: { dependency: string; feature: string }[] = []
  const isOptional = (name: string) => own(version.dependencies, name)?.optional ?? false
  const declared = own(version.features, feature)
  // Nothing declares it, but an optional dependency has its name: that is what it turns on.
  if (!declared && isOptional(feature)) dependencies.push(feature)
  for (const entry of declared ?? []) {
    const split = splitEntry(version, entry)
    if (split) {
      dependencyFeatures.push(split)
      if (isOptional(split.dependency)) dependencies.push(split.dependency)
    } else if (isOptional(entry) && (entry === feature || !own(version.features, entry)))
      dependencies.push(entry)
    else if (entry !== feature) features.push(entry)
  }
  return { features, dependencies, dependencyFeatures }
}

/** `package/feature`, where `package` is a dependency. Names of packages may have a slash themselves. */
function splitEntry(version: Featured, entry: string) {
  const slash = entry.lastIndexOf('/')
  const dependency = entry.slice(0, slash)
  if (slash < 1 || !own(version.dependencies, dependency)) return undefined
  return { dependency, feature: entry.slice(slash + 1) }
}

/** A feature that leads back to itself, as the way it takes; undefined when there is none. */
export function featureCycle(features: Readonly<Record<string, readonly string[]>>): string[] | undefined {
  const done = new Set<string>()
  for (const start of Object.keys(features)) {
    const found = walk(start, [])
    if (found) return found
  }
  return undefined

  function walk(feature: string, way: readonly string[]): string[] | undefined {
    if (way.includes(feature)) return [...way.slice(way.indexOf(feature)), feature]
    if (done.has(feature)) return undefined
    for (const entry of own(features, feature) ?? []) {
      // An entry of its own name is the optional dependency of that name.
      const found = entry === feature ? undefined : walk(entry, [...way, feature])
      if (found) return found
    }
    done.add(feature)
    return undefined
  }
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
