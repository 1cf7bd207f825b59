import { createHash } from 'node:crypto'
import { binOf } from './bins.ts'
import type { DelegatedRole, Delegations } from './metadata.ts'
import type { TargetsRole } from './trusted-set.ts'

/** Roles that are asked for a target, in order (§5.6.7.2); `terminating` ends the search there. */
export function delegatesFor(
  delegations: Delegations,
  targetPath: string,
): (TargetsRole & { terminating: boolean })[] {
  const { keys, succinct_roles: bins, roles = [] } = delegations
  if (bins) {
    const name = binOf(targetPath, bins.bit_length, bins.name_prefix)
    return [{ name, keyids: bins.keyids, threshold: bins.threshold, keys, terminating: true }]
  }
  return roles
    .filter((role) => covers(role, targetPath))
    .map(({ name, keyids, threshold, terminating }) => ({ name, keyids, threshold, keys, terminating }))
}

function covers(role: DelegatedRole, targetPath: string): boolean {
  if (role.path_hash_prefixes) {
    const hash = createHash('sha256').update(targetPath).digest('hex')
    return role.path_hash_prefixes.some((prefix) => hash.startsWith(prefix))
  }
  return (role.paths ?? []).some((pattern) => matchesPattern(pattern, targetPath))
}

/** Shell-style patterns whose `*` and `?` do not cross a `/` (§4.5). */
function matchesPattern(pattern: string, path: string): boolean {
  const patternParts = pattern.split('/')
  const parts = path.split('/')
  return (
    patternParts.length === parts.length && patternParts.every((each, i) => matchesPart(each, parts[i] ?? ''))
  )
}

function matchesPart(pattern: string, part: string): boolean {
  // Linear matching with one point to go back to: a hostile pattern cannot make it slow.
  let [p, t, star, mark] = [0, 0, -1, 0]
  while (t < part.length) {
    if (pattern[p] === '*') [star, mark, p] = [p, t, p + 1]
    else if (pattern[p] === '?' || (p < pattern.length && pattern[p] === part[t])) [p, t] = [p + 1, t + 1]
    else if (star >= 0) [p, mark, t] = [star + 1, mark + 1, mark + 1]
    else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
