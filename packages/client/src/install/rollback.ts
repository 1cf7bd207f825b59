import { WaybillError } from '@waybill/core/errors'
import { satisfies } from '@waybill/core/versions'
import type { Home } from '../home.ts'
import { formerOf } from './apply.ts'
import { commit } from './journal.ts'
import { lockedOf, requireLocked, type FormerVersion, type LockedPackage, type Lockfile } from './lockfile.ts'
import { planOf } from './plan.ts'
import type { FollowOptions } from './request.ts'

/**
 * Makes an earlier version the current one again. Everything it needs is on this machine, so it works offline. Throws
 * `version.not_found` when there is none, and `resolve.conflict` when it would not fit what else is installed.
 */
export async function rollBack(
  home: Home,
  lockfile: Lockfile,
  name: string,
  options: FollowOptions & { version?: string | undefined },
): Promise<{ name: string; version: string; from: string; isDone: boolean }> {
  const locked = requireLocked(lockfile, name)
  const target = targetOf(name, locked, options.version)
  requireFit(lockfile, name, target)
  const result = { name, version: target.version, from: locked.version }
  const plan = planOf([
    {
      action: 'update',
      name,
      version: target.version,
      from: locked.version,
      size: target.artifact.size,
      newPermissions: [],
    },
  ])
  options.onEvent?.({ kind: 'plan', plan })
  if (options.confirm && !(await options.confirm(plan))) return { ...result, isDone: false }
  const { pinned: _, former, ...wishes } = locked
  const next: LockedPackage = {
    ...target,
    ...(wishes.requested === undefined ? {} : { requested: wishes.requested }),
    ...(wishes.wanted ? { wanted: wishes.wanted } : {}),
    // Or the next update would bring back what was just left.
    pinned: true,
    former: [formerOf(locked), ...former.filter((each) => each.version !== target.version)],
  }
  const journal = {
    placed: [],
    removed: [],
    switched: [{ name, version: target.version }],
    lockfile: { ...lockfile, packages: { ...lockfile.packages, [name]: next } },
  }
  await commit(home, journal, false)
  return { ...result, isDone: true }
}

function targetOf(
  name: string,
  { version: current, former }: LockedPackage,
  wanted: string | undefined,
): FormerVersion {
  const target = wanted === undefined ? former[0] : former.find(({ version }) => version === wanted)
  if (target) return target
  const kept = former.map(({ version }) => version).join(', ')
  throw new WaybillError(
    'version.not_found',
    wanted === undefined || wanted === current
      ? `${name} ${current} has no earlier version in this home.`
      : `${name} ${wanted} is not kept in this home.`,
    {
      hint: kept === '' ? `Install one: waybill install ${name}@VERSION.` : `Kept are ${kept}.`,
      details: { name, kept: former.map(({ version }) => version) },
    },
  )
}

/** What it needs must be there, and what needs it must take it. */
function requireFit(lockfile: Lockfile, name: string, target: FormerVersion): void {
  const flaws = Object.entries(target.dependencies)
    .filter(([each, requirement]) => !satisfies(lockedOf(lockfile, each)?.version ?? '', requirement))
    .map(
      ([each, requirement]) =>
        `${name} ${target.version} needs ${each} ${requirement}, and ${lockedOf(lockfile, each)?.version ?? 'none'} is installed`,
    )
  const refusals = Object.entries(lockfile.packages).flatMap(([other, { version, dependencies }]) => {
    const requirement = Object.hasOwn(dependencies, name) ? dependencies[name] : undefined
    return requirement === undefined || satisfies(target.version, requirement)
      ? []
      : [`${other} ${version} needs ${name} ${requirement}`]
  })
  const all = [...flaws, ...refusals]
  if (all.length === 0) return
  throw new WaybillError(
    'resolve.conflict',
    `${name} cannot go back to ${target.version}: ${all.join('; ')}.`,
    {
      hint: `“waybill install ${name}@${target.version}” changes the others as well.`,
      details: { name, version: target.version },
    },
  )
}
