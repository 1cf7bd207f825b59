import semver from 'semver'
import { WaybillError } from './errors.ts'

/** Longest version or requirement that is parsed at all. */
const maxLength = 256

/** Returns `text` in its canonical SemVer 2.0.0 form; build metadata is refused. Throws `version.invalid`. */
export function parseVersion(text: string): string {
  const parsed = text.length <= maxLength ? semver.parse(text) : null
  if (!parsed || parsed.version !== text) {
    const shown = text.slice(0, 80)
    throw new WaybillError('version.invalid', `“${shown}” is not a version.`, {
      hint: 'Use semantic versioning without build metadata: 1.2.3 or 1.2.3-beta.1.',
      details: { version: shown },
    })
  }
  return parsed.version
}

/** The version that a tag such as `v1.3.1` means; undefined for one that means none. */
export function versionOfTag(tag: string): string | undefined {
  const parsed = tag.length <= maxLength ? semver.parse(tag.replace(/^v/, '')) : null
  return parsed && parsed.build.length === 0 ? parsed.version : undefined
}

/** Returns a node-semver requirement as it was written, once it parses. Throws `version.invalid`. */
export function parseRequirement(text: string): string {
  if (text.length > maxLength || semver.validRange(text) === null) {
    const shown = text.slice(0, 80)
    throw new WaybillError('version.invalid', `“${shown}” is not a version requirement.`, {
      hint: 'Use node-semver requirements: ^1.2.0, ~1.2, >=1 <3, 1.2.3 or *.',
      details: { requirement: shown },
    })
  }
  return text
}

/** True when `version` satisfies `requirement`; pre-releases follow node-semver's rule. */
export function satisfies(version: string, requirement: string): boolean {
  return semver.satisfies(version, requirement)
}

/** Orders versions by SemVer precedence, for `Array.sort`. */
export function compareVersions(a: string, b: string): number {
  return semver.compare(a, b)
}

/** True for versions such as `1.0.0-beta.1`. */
export function isPrerelease(version: string): boolean {
  return semver.prerelease(version) !== null
}

/**
 * The version to show as latest: the highest release that is not yanked, else the highest pre-release that is
 * not yanked, else none.
 */
export function latestVersion(
  versions: readonly { version: string; yanked?: unknown }[],
): string | undefined {
  const open = versions
    .filter((entry) => !entry.yanked)
    .map((entry) => entry.version)
    .sort(compareVersions)
  return open.findLast((version) => !isPrerelease(version)) ?? open.at(-1)
}
