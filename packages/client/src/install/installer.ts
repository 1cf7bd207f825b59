import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { resolve as absolute } from 'node:path'
import { WaybillError } from '@waybill/core/errors'
import { inspectPackage } from '@waybill/core/inspection'
import { parsePackageName } from '@waybill/core/names'
import { resolve, type Requirement } from '@waybill/core/resolver'
import { parseRequirement } from '@waybill/core/versions'
import { withHomeLock, type LockHolder } from '../home-lock.ts'
import { homePaths, openHome, type Home } from '../home.ts'
import { Registry } from '../registry/registry.ts'
import { apply, type InstallEvent } from './apply.ts'
import { recover } from './journal.ts'
import { readLockfile, type LockedPackage, type Lockfile } from './lockfile.ts'
import { changes, grown, planInstall, planUninstall, type Plan, type Step } from './plan.ts'
import { openSource } from './unpack.ts'
import { verifyHome, type VerifyReport } from './verify.ts'

export interface InstallOptions {
  /** One package: its name, with `version` beside it. */
  extensionName?: string
  version?: string
  /** Several: `name` or `name@requirement` each. */
  names?: readonly string[]
  /** Archives on this machine. */
  files?: readonly string[]
  /** Address of a pinned registry; needed only when the home has several. */
  registry?: string | undefined
  /** Must be true, its default. */
  verifySignatures?: boolean
  /** Asked with the plan before anything is changed; false stops. */
  confirm?: ((plan: Plan) => Promise<boolean>) | undefined
  onEvent?: ((event: InstallEvent) => void) | undefined
  onWait?: ((holder: LockHolder | undefined) => void) | undefined
  signal?: AbortSignal | undefined
}

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
}

export interface InstalledPackage extends LockedPackage {
  readonly name: string
  readonly path: string
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
    if (options.verifySignatures === false) {
      throw new WaybillError(
        'usage.invalid',
        'verifySignatures cannot be false: what a registry serves is only installed verified.',
        {
          hint: 'Install a local archive by its path if nobody can sign it.',
        },
      )
    }
    const asked = requestsOf(options)
    const files = await Promise.all((options.files ?? []).map(inspectFile))
    const what = `install ${[...asked, ...files].map(({ name }) => name).join(' ')}`
    return this.#changing(what, options, async (lockfile) => {
      const { plan, registry } = await this.#planInstall(lockfile, asked, files, options)
      options.onEvent?.({ kind: 'plan', plan })
      const wanted = [...new Set([...asked, ...files].map(({ name }) => name))]
      const installed = wanted.map((name): Installation => {
        const { version } = plan.steps.find((step) => step.name === name) as Step
        return { name, version, path: homePaths.version(this.home, name, version) }
      })
      const first = installed[0] as Installation
      const isDone = await this.#carryOut(lockfile, plan, registry, options)
      return { ...first, plan, installed, isDone }
    })
  }

  async uninstall(
    name: string,
    options: Pick<InstallOptions, 'confirm' | 'onEvent' | 'onWait' | 'signal'> = {},
  ): Promise<{ plan: Plan; isDone: boolean }> {
    return this.#changing(`uninstall ${name}`, options, async (lockfile) => {
      const plan = planUninstall(lockfile, name)
      options.onEvent?.({ kind: 'plan', plan })
      return { plan, isDone: await this.#carryOut(lockfile, plan, undefined, options) }
    })
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

  /** Re-checks what is installed against lockfile and trust; findings are values. */
  async verify(names?: readonly string[]): Promise<VerifyReport> {
    return this.#changing('verify', {}, () => verifyHome(this.home, names, this.#now))
  }

  /** Takes the home's lock, completes or undoes what was interrupted, and goes on with the lockfile. */
  #changing<T>(
    what: string,
    options: Pick<InstallOptions, 'onEvent' | 'onWait' | 'signal'>,
    work: (lockfile: Lockfile) => Promise<T>,
  ): Promise<T> {
    return withHomeLock(this.home, { what, onWait: options.onWait, signal: options.signal }, async () => {
      const how = await recover(this.home)
      if (how !== 'nothing') options.onEvent?.({ kind: 'recovered', how })
      return work(await readLockfile(this.home))
    })
  }

  async #carryOut(
    lockfile: Lockfile,
    plan: Plan,
    registry: Registry | undefined,
    options: Pick<InstallOptions, 'confirm' | 'onEvent' | 'signal'>,
  ): Promise<boolean> {
    const hasChanges = plan.steps.some(changes)
    if (hasChanges && options.confirm && !(await options.confirm(plan))) return false
    const isNewlyRequested = plan.steps.some(
      (step) => step.requested !== lockfile.packages[step.name]?.requested,
    )
    if (!hasChanges && !isNewlyRequested) return true
    await apply(this.home, lockfile, plan, {
      registry: registry?.pinned,
      now: this.#now,
      onEvent: options.onEvent ?? (() => undefined),
      signal: options.signal,
    })
    return true
  }

  async #planInstall(
    lockfile: Lockfile,
    asked: readonly Requirement[],
    files: readonly LocalFile[],
    options: InstallOptions,
  ) {
    const fileNames = new Set(files.map(({ name }) => name))
    const roots = [
      ...asked,
      ...files.flatMap((file) => file.dependencies),
      // What is installed stays satisfied: its requirements count as well, unless it is asked for anew.
      ...Object.entries(lockfile.packages)
        .filter(
          ([name, { requested }]) =>
            requested !== undefined && !asked.some((each) => each.name === name) && !fileNames.has(name),
        )
        .filter(([, { origin }]) => origin === 'registry')
        .map(([name, { version }]) => ({ name, requirement: version, by: 'what is installed' })),
    ].filter(({ name }) => !fileNames.has(name))
    const registry =
      roots.length > 0 ? await Registry.open(this.home, options.registry, { now: this.#now }) : undefined
    const locked = new Map(Object.entries(lockfile.packages).map(([name, { version }]) => [name, version]))
    const resolution = registry
      ? await resolve({ roots, document: (name) => registry.packageDocument(name), locked })
      : { packages: [] }
    const requested = new Map(asked.map(({ name, requirement }) => [name, requirement]))
    const plan = planInstall(lockfile, resolution, requested)
    for (const file of files) options.onEvent?.({ kind: 'unsigned', name: file.name, file: file.file })
    return { plan: withFiles(plan, lockfile, files), registry }
  }
}

function requestsOf({ extensionName, version, names = [] }: InstallOptions): Requirement[] {
  const single =
    extensionName === undefined ? [] : [version === undefined ? extensionName : `${extensionName}@${version}`]
  return [...single, ...names].map((text) => {
    const at = text.indexOf('@', 1)
    const name = parsePackageName(at < 0 ? text : text.slice(0, at)).full
    return { name, requirement: parseRequirement(at < 0 ? '*' : text.slice(at + 1)) }
  })
}

interface LocalFile {
  readonly name: string
  readonly version: string
  readonly file: string
  readonly size: number
  readonly sha256: string
  readonly permissions: Readonly<Record<string, unknown>>
  readonly dependencies: readonly Requirement[]
}

async function inspectFile(path: string): Promise<LocalFile> {
  const file = absolute(path)
  const { source, close } = await openSource(file)
  try {
    const { manifest } = await inspectPackage(source)
    const hash = createHash('sha256')
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer)
    const by = `${manifest.name} ${manifest.version}`
    return {
      name: manifest.name,
      version: manifest.version,
      file,
      size: source.size,
      sha256: hash.digest('hex'),
      permissions: manifest.permissions,
      dependencies: Object.entries(manifest.dependencies)
        .filter(([, { optional }]) => !optional)
        .map(([name, { requirement }]) => ({ name, requirement, by })),
    }
  } finally {
    await close()
  }
}

function withFiles(plan: Plan, lockfile: Lockfile, files: readonly LocalFile[]): Plan {
  const steps = files.map((file): Step => {
    const former = lockfile.packages[file.name]
    const isSame = former?.version === file.version && former.artifact.sha256 === file.sha256
    return {
      action: isSame ? 'keep' : former ? 'update' : 'add',
      name: file.name,
      version: file.version,
      ...(former && !isSame ? { from: former.version } : {}),
      size: file.size,
      newPermissions: grown(former?.permissions, file.permissions),
      requested: file.version,
      source: { kind: 'file', file: file.file, sha256: file.sha256 },
    }
  })
  return { ...plan, steps: [...plan.steps, ...steps] }
}
