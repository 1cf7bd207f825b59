import { WaybillError } from '@waybill/core/errors'
import { cachePolicy } from '../config/settings.ts'
import { withHomeLock } from '../home-lock.ts'
import { homePaths, openHome, type Home } from '../home.ts'
import type { Registry } from '../registry/registry.ts'
import { cleanWhenDue } from '../cache/clean.ts'
import { whileUsing } from '../cache/usage.ts'
import { apply } from './apply.ts'
import { checkOverrides, configureInstalled } from './configure.ts'
import { recover } from './journal.ts'
import { examine, isInterrupted, mend, type Ailment } from './doctor.ts'
import { treesOf, waysTo, type TreeNode, type Way } from './graph.ts'
import { outdatedIn, type Outdated } from './outdated.ts'
import { inspectFile } from './local-file.ts'
import { readLockfile, type LockedPackage, type Lockfile } from './lockfile.ts'
import { changes, changesFacts, planUninstall, type Plan } from './plan.ts'
import { setPinned } from './pin.ts'
import { openRegistry, planned, type PlanOptions } from './planner.ts'
import {
  askedOf,
  type ChoiceOptions,
  type FollowOptions,
  type InstallOptions,
  type SourceOptions,
  type UpdateOptions,
} from './request.ts'
import { rollBack } from './rollback.ts'
import { installWish, requireUnchanged, updateWish, type Wish } from './wish.ts'
import { verifyHome, type VerifyReport } from './verify.ts'

export interface Installation {
  readonly name: string
  readonly version: string
  /** Where it lies. */
  readonly path: string
}

export interface InstallResult extends Installation {
  readonly plan: Plan
  /** Everything that was asked for. */
  readonly installed: readonly Installation[]
  /** False when the question was answered with no. */
  readonly isDone: boolean
  /** What is still to be set before a plugin has its settings, by package. */
  readonly unset: Readonly<Record<string, readonly string[]>>
}

export interface ChangeResult {
  readonly plan: Plan
  readonly isDone: boolean
}

export interface InstalledPackage extends LockedPackage {
  readonly name: string
  readonly path: string
}

export interface DoctorReport {
  /** An operation had been cut off, and was completed or undone. */
  readonly wasInterrupted: boolean
  readonly ailments: readonly Ailment[]
  readonly isMended: boolean
}

/** Installs into a home and takes care of it. */
export class Installer {
  readonly home: Home
  readonly #now: () => Date

  private constructor(home: Home, now: () => Date) {
    this.home = home
    this.#now = now
  }

  /** For a home that is given, or the user's own. */
  static async open(home?: Home, options: { now?: () => Date } = {}): Promise<Installer> {
    return new Installer(home ?? (await openHome()), options.now ?? (() => new Date()))
  }

  /**
   * Installs packages and what they need, from a registry or from files. Throws what went wrong, by the exit codes of
   * `WaybillError`, and then leaves the home as it was.
   */
  async install(options: InstallOptions): Promise<InstallResult> {
    requireVerification(options)
    const files = await Promise.all((options.files ?? []).map(inspectFile))
    const names = [...new Set([...askedOf(options).keys(), ...files.map(({ name }) => name)])]
    return this.#changing(`install ${names.join(' ')}`.trim(), options, async (lockfile) => {
      const prepared = await this.#planned(lockfile, installWish(lockfile, options, files), options)
      const { plan } = prepared
      if (options.locked) requireUnchanged(plan, lockfile)
      options.onEvent?.({ kind: 'plan', plan })
      const installed = (names.length > 0 ? names : Object.keys(lockfile.packages)).map(
        (name): Installation => {
          const version = plan.steps.find((step) => step.name === name)?.version ?? ''
          return { name, version, path: homePaths.version(this.home, name, version) }
        },
      )
      const { configOverrides: overrides = {}, autoConfigure = true } = options
      if (names[0] !== undefined && Object.keys(overrides).length > 0)
        await checkOverrides(this.home, plan, names[0], overrides, files)
      const isDone = await this.#carryOut(lockfile, prepared, options)
      const unset = isDone && autoConfigure ? await configureInstalled(this.home, plan, names, overrides) : {}
      return { ...(installed[0] ?? { name: '', version: '', path: '' }), plan, installed, isDone, unset }
    })
  }

  /** What `install` would do. Changes nothing. */
  async plan(options: InstallOptions): Promise<Plan> {
    requireVerification(options)
    const files = await Promise.all((options.files ?? []).map(inspectFile))
    const lockfile = await readLockfile(this.home)
    const wish = installWish(lockfile, options, files)
    return (await this.#planned(lockfile, wish, options)).plan
  }

  /** What `update` would do. Changes nothing. */
  async planUpdate(names: readonly string[], options: UpdateOptions = {}): Promise<Plan> {
    const lockfile = await readLockfile(this.home)
    return (await this.#planned(lockfile, updateWish(lockfile, names), options)).plan
  }

  /** Brings packages to their newest versions within what was asked for; all of them when none is named. */
  async update(names: readonly string[], options: UpdateOptions = {}): Promise<ChangeResult> {
    return this.#changing(`update ${names.join(' ')}`.trim(), options, async (lockfile) => {
      const prepared = await this.#planned(lockfile, updateWish(lockfile, names), options)
      options.onEvent?.({ kind: 'plan', plan: prepared.plan })
      return { plan: prepared.plan, isDone: await this.#carryOut(lockfile, prepared, options) }
    })
  }

  /** Removes packages; what needs them too with `cascade`, else that is `resolve.conflict`. */
  async uninstall(
    names: string | readonly string[],
    options: FollowOptions & { cascade?: boolean | undefined } = {},
  ): Promise<ChangeResult> {
    const all = [names].flat()
    return this.#changing(`uninstall ${all.join(' ')}`, options, async (lockfile) => {
      const plan = planUninstall(lockfile, all, options.cascade)
      options.onEvent?.({ kind: 'plan', plan })
      return { plan, isDone: await this.#carryOut(lockfile, { plan, registry: undefined }, options) }
    })
  }

  /** Goes back to an earlier version that is still in the home; needs no registry. Without `version`, the last one. */
  async rollback(
    name: string,
    options: FollowOptions & { version?: string | undefined } = {},
  ): Promise<{ name: string; version: string; from: string; isDone: boolean }> {
    return this.#changing(`rollback ${name}`, options, (lockfile) =>
      rollBack(this.home, lockfile, name, options),
    )
  }

  /** Holds a package at the version it has; `update` leaves it alone. */
  async pin(name: string, options: FollowOptions = {}): Promise<{ name: string; version: string }> {
    return this.#changing(`pin ${name}`, options, (lockfile) => setPinned(this.home, lockfile, name, true))
  }

  async unpin(name: string, options: FollowOptions = {}): Promise<{ name: string; version: string }> {
    return this.#changing(`unpin ${name}`, options, (lockfile) => setPinned(this.home, lockfile, name, false))
  }

  /** What is installed, by name. */
  async list(): Promise<InstalledPackage[]> {
    const { packages } = await readLockfile(this.home)
    return Object.entries(packages).map(([name, locked]) => ({
      ...locked,
      name,
      path: homePaths.version(this.home, name, locked.version),
    }))
  }

  /** Why a package is installed: every way to it from what was asked for. */
  async why(name: string): Promise<Way[]> {
    return waysTo(await readLockfile(this.home), name)
  }

  async tree(names?: readonly string[]): Promise<TreeNode[]> {
    return treesOf(await readLockfile(this.home), names)
  }

  /** What there are newer versions of. */
  async outdated(options: ChoiceOptions & SourceOptions = {}): Promise<Outdated[]> {
    const lockfile = await readLockfile(this.home)
    if (Object.keys(lockfile.packages).length === 0) return []
    const { plan, registry } = await this.#planned(lockfile, updateWish(lockfile, []), options)
    return outdatedIn(lockfile, plan, registry ?? (await openRegistry(this.home, this.#now, options)))
  }

  /**
   * Finds what is damaged or left over in the home, and mends it unless `check`: interrupted operations are ended, damaged
   * files fetched again, pointers set, strays removed. Returns what it found.
   */
  async doctor(options: FollowOptions & SourceOptions & { check?: boolean } = {}): Promise<DoctorReport> {
    return withHomeLock(this.home, { ...options, what: 'doctor' }, async () => {
      const wasInterrupted = await isInterrupted(this.home)
      if (wasInterrupted && options.check) return { wasInterrupted, ailments: [], isMended: false }
      await recover(this.home)
      const lockfile = await readLockfile(this.home)
      const ailments = await examine(this.home, lockfile)
      if (options.check || ailments.length === 0)
        return { wasInterrupted, ailments, isMended: ailments.length === 0 }
      await mend(this.home, lockfile, ailments)
      const broken = new Set(ailments.filter(({ cure }) => cure === 'restore').map(({ name }) => name))
      if (broken.size > 0) {
        const wish = { asked: new Map(), files: [], fresh: new Set<string>() }
        const prepared = await this.#planned(lockfile, wish, { ...options, locked: true }, broken)
        options.onEvent?.({ kind: 'plan', plan: prepared.plan })
        await this.#carryOut(lockfile, prepared, options)
      }
      const left = await examine(this.home, await readLockfile(this.home))
      return { wasInterrupted, ailments, isMended: left.length === 0 }
    })
  }

  /** Re-checks what is installed against lockfile and trust; findings are values. */
  async verify(names?: readonly string[]): Promise<VerifyReport> {
    return this.#changing('verify', {}, () => verifyHome(this.home, names, this.#now))
  }

  /** Takes the home's lock, completes or undoes what was interrupted, and goes on with the lockfile. */
  #changing<T>(
    what: string,
    options: Pick<FollowOptions, 'onEvent' | 'onWait' | 'signal'>,
    work: (lockfile: Lockfile) => Promise<T>,
  ): Promise<T> {
    return withHomeLock(this.home, { what, onWait: options.onWait, signal: options.signal }, async () => {
      const how = await recover(this.home)
      if (how !== 'nothing') options.onEvent?.({ kind: 'recovered', how })
      return work(await readLockfile(this.home))
    })
  }

  #planned(
    lockfile: Lockfile,
    wish: Wish,
    options: PlanOptions,
    broken?: ReadonlySet<string>,
  ): Promise<{ plan: Plan; registry: Registry | undefined }> {
    const setting = { home: this.home, now: this.#now, lockfile, ...(broken ? { broken } : {}) }
    return planned(setting, wish, options)
  }

  async #carryOut(
    lockfile: Lockfile,
    { plan, registry }: { plan: Plan; registry: Registry | undefined },
    options: FollowOptions,
  ): Promise<boolean> {
    const hasChanges = plan.steps.some(changes)
    if (hasChanges && options.confirm && !(await options.confirm(plan))) return false
    if (!hasChanges && !changesFacts(lockfile, plan)) return true
    const { onEvent = () => undefined, signal } = options
    await whileUsing(this.home.cache, () =>
      apply(this.home, lockfile, plan, { registry, now: this.#now, onEvent, signal }),
    )
    await cleanWhenDue(this.home.cache, await cachePolicy(this.home))
    return true
  }
}

function requireVerification({ verifySignatures }: InstallOptions): void {
  if (verifySignatures !== false) return
  throw new WaybillError(
    'usage.invalid',
    'verifySignatures cannot be false: what a registry serves is only installed verified.',
    { hint: 'Install a local archive by its path if nobody can sign it.' },
  )
}
