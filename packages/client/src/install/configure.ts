import type { Manifest } from '@waybill/core/manifest'
import { changeUserFile } from '../config/files.ts'
import { requireSound } from '../config/manager.ts'
import { usualConfig } from '../config/plugin-settings.ts'
import { homePaths, type Home } from '../home.ts'
import type { LocalFile } from './local-file.ts'
import type { Plan } from './plan.ts'
import { manifestOf } from './unpack.ts'

type Schema = Manifest['configuration']

/**
 * Checks the settings that were given for a package against what its version to be installed wants, before anything is
 * changed. Values that are missing may be set later. Throws `usage.invalid`.
 */
export async function checkOverrides(
  home: Home,
  plan: Plan,
  name: string,
  overrides: Readonly<Record<string, string>>,
  files: readonly LocalFile[],
): Promise<void> {
  const config = (await usualConfig(home, { [name]: { ...overrides } })).configure(
    name,
    schemaOf(home, plan, name, files),
  )
  requireSound(
    name,
    config.problems.filter(({ key, isMissing }) => !isMissing && Object.hasOwn(overrides, key)),
  )
}

function schemaOf(home: Home, plan: Plan, name: string, files: readonly LocalFile[]): Schema {
  const file = files.find((each) => each.name === name)
  if (file) return file.manifest.configuration
  const step = plan.steps.find((each) => each.name === name)
  if (step?.source?.kind === 'registry') return step.source.version.configuration
  return manifestOf(homePaths.version(home, name, step?.version ?? '')).configuration
}

/** Keeps the settings that were given, and brings each package its settings. Returns what still must be set, by package. */
export async function configureInstalled(
  home: Home,
  names: readonly string[],
  overrides: Readonly<Record<string, string>>,
): Promise<Record<string, string[]>> {
  const [only] = names
  if (only !== undefined && Object.keys(overrides).length > 0) {
    const config = await (await usualConfig(home, { [only]: { ...overrides } })).getExtensionConfig(only)
    for (const key of Object.keys(overrides))
      await changeUserFile(home, ['extensions', only, key], config.get(key))
  }
  const manager = await usualConfig(home)
  const missing: Record<string, string[]> = {}
  for (const name of names) {
    const config = await manager.getExtensionConfig(name)
    if (config.problems.length > 0) missing[name] = config.problems.map(({ message }) => message)
    else if (Object.keys(config.values).length > 0) await config.applyToExtension()
  }
  return missing
}
