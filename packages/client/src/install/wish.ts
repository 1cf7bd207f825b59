import { WaybillError } from '@waybill/core/errors'
import type { LocalFile } from './local-file.ts'
import { lockedOf, requireLocked, type Lockfile } from './lockfile.ts'
import { changesFacts, type Asked, type Plan } from './plan.ts'
import { askedOf, type InstallOptions } from './request.ts'

/** What an operation is to bring about. */
export interface Wish {
  readonly asked: Asked
  readonly files: readonly LocalFile[]
  readonly fresh: ReadonlySet<string>
}

/**
 * Whoever names a requirement that was not asked for before wants the newest version of it; a bare name that was asked
 * for before stands for what was asked then.
 */
export function installWish(lockfile: Lockfile, options: InstallOptions, files: readonly LocalFile[]): Wish {
  const fresh = new Set<string>()
  const asked = new Map(askedOf(options))
  for (const [name, wish] of asked) {
    const before = lockedOf(lockfile, name)
    if (wish.requirement !== '*' && wish.requirement !== before?.requested) fresh.add(name)
    if (wish.requirement !== '*' || before?.requested === undefined || before.origin !== 'registry') continue
    const wanted = wish.wanted ?? before.wanted
    asked.set(name, { requirement: before.requested, ...(wanted ? { wanted } : {}) })
  }
  return { asked, files, fresh }
}

export function updateWish(lockfile: Lockfile, names: readonly string[]): Wish {
  for (const name of names) requireLocked(lockfile, name)
  return {
    asked: new Map(),
    files: [],
    fresh: new Set(names.length > 0 ? names : Object.keys(lockfile.packages)),
  }
}

/** Throws `resolve.conflict` when a plan is not what the lockfile says. */
export function requireUnchanged(plan: Plan, lockfile: Lockfile): void {
  const other = plan.steps.filter(({ action }) => action !== 'keep' && action !== 'restore')
  if (other.length === 0 && !changesFacts(lockfile, plan)) return
  const shown = other.map(({ name, version, action }) => `${action} ${name} ${version}`).join(', ')
  throw new WaybillError(
    'resolve.conflict',
    `The lockfile does not fit what is asked for: ${shown || 'its wishes would change'}.`,
    {
      hint: 'Install without --locked to bring it up to date.',
      details: { steps: other.map(({ name, version, action }) => ({ name, version, action })) },
    },
  )
}
