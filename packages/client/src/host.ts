import { watch as watchFile } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { WaybillError } from '@waybill/core/errors'
import type { LicenceClaims } from '@waybill/core/licence'
import { appliedConfig, watchPluginConfig } from './config/plugin-settings.ts'
import { homePaths, openHome, type Home } from './home.ts'
import { verifyLicence, type VerifyLicenceOptions } from './licence/index.ts'
import { Installer, readLockfile, type InstalledPackage } from './install/index.ts'

/** What a host application embeds: which plugins there are, where they start, and when that changes. */
export class PluginHost {
  readonly home: Home

  private constructor(home: Home) {
    this.home = home
  }

  static async open(home?: Home): Promise<PluginHost> {
    return new PluginHost(home ?? (await openHome()))
  }

  async list(): Promise<InstalledPackage[]> {
    return (await Installer.open(this.home)).list()
  }

  /** Path of a plugin's entry point. Throws `package.not_installed`, or `manifest.invalid` when it has none. */
  async resolve(name: string): Promise<string> {
    const { packages } = await readLockfile(this.home)
    const locked = Object.hasOwn(packages, name) ? packages[name] : undefined
    if (!locked)
      throw new WaybillError('package.not_installed', `${name} is not installed.`, {
        hint: `Install it with “waybill install ${name}”.`,
      })
    if (locked.main === undefined)
      throw new WaybillError(
        'manifest.invalid',
        `${name} ${locked.version} names no “main”: it has nothing to start.`,
      )
    const folder = homePaths.version(this.home, name, locked.version)
    const path = resolve(folder, locked.main)
    if (!path.startsWith(folder + sep))
      throw new WaybillError('manifest.invalid', `${name}: “main” leads out of the package.`)
    // npm lets `main` leave out its ending, or name a folder.
    const candidates = [path, `${path}.js`, join(path, 'index.js')]
    for (const candidate of candidates) if (await isFile(candidate)) return candidate
    throw new WaybillError(
      'manifest.invalid',
      `${name} ${locked.version} has no file “${locked.main}”, which its manifest names as “main”.`,
    )
  }

  /** Imports a plugin's entry point into this process: the one place where Waybill runs plugin code. */
  async import(name: string): Promise<Record<string, unknown>> {
    return (await import(pathToFileURL(await this.resolve(name)).href)) as Record<string, unknown>
  }

  /** The settings that were applied to a plugin; empty when none were. */
  configuration(name: string): Promise<Record<string, unknown>> {
    return appliedConfig(this.home, name)
  }

  /**
   * The licence of an installed plugin that this home keeps, verified without asking anybody: that of the registry the plugin
   * came from. Throws `licence.invalid`, also when there is none, or `licence.expired`.
   */
  async licence(name: string, options: VerifyLicenceOptions = {}): Promise<LicenceClaims> {
    const { packages } = await readLockfile(this.home)
    const origin = Object.hasOwn(packages, name) ? packages[name]?.registry?.fingerprint : undefined
    return verifyLicence(this.home, name, origin === undefined ? options : { registry: origin, ...options })
  }

  /** Calls back each time a plugin's settings are applied; returns what ends it. */
  watchConfiguration(name: string, changed: () => void): Promise<() => void> {
    return watchPluginConfig(this.home, name, changed)
  }

  /** Calls back after each change of what is installed; returns what ends it. */
  watch(changed: () => void): () => void {
    const watcher = watchFile(join(this.home.path), (_event, file) => {
      if (file === 'waybill.lock') changed()
    })
    return () => watcher.close()
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isFile() ?? false
}
