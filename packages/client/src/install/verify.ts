import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { isWaybillError } from '@waybill/core/errors'
import { readIfPresent } from '../files.ts'
import { homePaths, type Home } from '../home.ts'
import { listRegistries } from '../registries.ts'
import { Registry } from '../registry/registry.ts'
import { currentVersion } from './journal.ts'
import { cameIntoOtherHands } from './plan.ts'
import { readLockfile, type LockedPackage } from './lockfile.ts'

/** Something that `verify` found. A `problem` means that what is installed is not what was trusted. */
export interface Finding {
  readonly name: string
  readonly severity: 'problem' | 'warning'
  readonly message: string
}

export interface VerifyReport {
  readonly checked: readonly { name: string; version: string; trust: string }[]
  readonly findings: readonly Finding[]
}

/**
 * Re-checks what is installed: every file against the list made at install, the list against the lockfile, `current`
 * against the lockfile, and the lockfile against the registry's signed documents as they are now.
 */
export async function verifyHome(
  home: Home,
  names?: readonly string[],
  now?: () => Date,
): Promise<VerifyReport> {
  const { packages } = await readLockfile(home)
  const chosen = Object.entries(packages).filter(
    ([name]) => names === undefined || names.length === 0 || names.includes(name),
  )
  const findings: Finding[] = []
  for (const name of names ?? []) {
    if (!Object.hasOwn(packages, name))
      findings.push({ name, severity: 'problem', message: 'is not installed' })
  }
  const registries = new Map<string, Registry>()
  const pinned = await listRegistries(home)
  for (const each of pinned)
    registries.set(each.fingerprint, await Registry.open(home, each.url, now ? { now } : {}))
  for (const [name, locked] of chosen) {
    const problem = (message: string) => findings.push({ name, severity: 'problem', message })
    for (const message of await checkFiles(home, name, locked)) problem(message)
    const current = await currentVersion(home, name)
    if (current !== locked.version)
      problem(`“current” points at ${current ?? 'nothing'}, not at ${locked.version}`)
    findings.push(...(await checkTrust(name, locked, registries)))
  }
  return { checked: chosen.map(([name, { version, trust }]) => ({ name, version, trust })), findings }
}

export async function checkFiles(
  home: Home,
  name: string,
  locked: Pick<LockedPackage, 'version' | 'filesDigest'>,
): Promise<string[]> {
  const list = await readIfPresent(homePaths.files(home, name, locked.version))
  if (!list) return ['the list of its files is gone']
  if (createHash('sha256').update(list).digest('hex') !== locked.filesDigest)
    return ['the list of its files was changed']
  const expected = new Map(
    list
      .toString()
      .split('\n')
      .filter(Boolean)
      .map((line) => [line.slice(66), line.slice(0, 64)] as const),
  )
  const folder = homePaths.version(home, name, locked.version)
  const messages: string[] = []
  const found = new Set(await filesBelow(folder))
  for (const path of found) if (!expected.has(path)) messages.push(`${path} was added`)
  for (const [path, sha256] of expected) {
    if (!found.has(path)) messages.push(`${path} is gone`)
    else if ((await digestOf(join(folder, path))) !== sha256) messages.push(`${path} was changed`)
  }
  return messages
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}

async function checkTrust(
  name: string,
  locked: LockedPackage,
  registries: ReadonlyMap<string, Registry>,
): Promise<Finding[]> {
  const warning = (message: string): Finding[] => [{ name, severity: 'warning', message }]
  const problem = (message: string): Finding[] => [{ name, severity: 'problem', message }]
  if (!locked.registry) return warning('was installed from a file: nobody vouches for it')
  const registry = registries.get(locked.registry.fingerprint)
  if (!registry) return warning(`its registry ${locked.registry.url} is no longer pinned`)
  try {
    const document = await registry.packageDocument(name)
    const version = document.versions.find((each) => each.version === locked.version)
    if (version?.unpublished)
      return problem(`version ${locked.version} was taken back: ${version.unpublished.reason}`)
    const artifact = version?.artifacts.find((each) => each.path === locked.artifact.path)
    if (!version || !artifact) return problem(`the registry no longer has version ${locked.version}`)
    if (artifact.sha256 !== locked.artifact.sha256)
      return problem('the registry has other bytes for this version')
    const key = document.keys.find((each) => each.keyId === artifact.signature.keyId)
    if (!key) return problem('its signing key is none of its publisher’s')
    if (key.revoked) return problem(`its signing key was revoked on ${key.revoked.at}: ${key.revoked.reason}`)
    if (cameIntoOtherHands(locked, document))
      return warning(`its publisher has a new owner since ${document.ownershipChangedAt}`)
    return version.yanked ? warning(`version ${locked.version} was yanked: ${version.yanked.reason}`) : []
  } catch (error) {
    if (isWaybillError(error, 'registry.unreachable'))
      return warning(`its registry cannot be asked: ${error.message}`)
    if (isWaybillError(error, 'package.not_found')) return problem('the registry no longer has this package')
    throw error
  }
}
