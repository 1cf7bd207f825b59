import { WaybillError } from '@waybill/core/errors'
import { isPackageName } from '@waybill/core/names'
import { z } from 'zod'
import { readIfPresent, writeAtomic } from '../files.ts'
import { homePaths, type Home } from '../home.ts'

/** What is known of one version in a home. */
const installedVersion = {
  version: z.string(),
  /** `registry`, or `file` for one that was installed from a local archive. */
  origin: z.enum(['registry', 'file']),
  /** `verified`: hash, publisher signature and registry metadata were checked. */
  trust: z.enum(['verified', 'unsigned']),
  registry: z.object({ url: z.string(), fingerprint: z.string() }).optional(),
  publisher: z.string().optional(),
  category: z.string().optional(),
  artifact: z.object({ path: z.string(), sha256: z.string(), size: z.int(), keyId: z.string().optional() }),
  /** SHA-256 of the list of the version's files. */
  filesDigest: z.string(),
  main: z.string().optional(),
  /** Features that are on. */
  features: z.array(z.string()).default([]),
  /** Dependencies that are on: name → requirement. */
  dependencies: z.record(z.string(), z.string()),
  permissions: z.record(z.string(), z.unknown()),
  installedAt: z.string(),
}

const lockedSchema = z.object({
  ...installedVersion,
  /** The requirement that the user asked for; absent for what came along as a dependency. */
  requested: z.string().optional(),
  /** The features that the user asked for. */
  wanted: z.object({ features: z.array(z.string()), defaultFeatures: z.boolean() }).optional(),
  /** Stays at its version until it is unpinned. */
  pinned: z.boolean().optional(),
  /** Earlier versions that are still there to go back to, the last one first. */
  former: z.array(z.object(installedVersion)).default([]),
})

/** Names become folders: one that is none must not come in from a file that anyone may have edited. */
const packageName = z.string().refine(isPackageName)

export const lockfileSchema = z.object({
  schema: z.literal(1),
  packages: z.record(packageName, lockedSchema),
})

export type LockedPackage = z.infer<typeof lockedSchema>
export type FormerVersion = LockedPackage['former'][number]
/** What is installed in a home: `waybill.lock`. */
export type Lockfile = z.infer<typeof lockfileSchema>

export const emptyLockfile = (): Lockfile => ({ schema: 1, packages: {} })

export function lockedOf(lockfile: Lockfile, name: string): LockedPackage | undefined {
  return Object.hasOwn(lockfile.packages, name) ? lockfile.packages[name] : undefined
}

/** The package in a lockfile. Throws `package.not_installed`. */
export function requireLocked(lockfile: Lockfile, name: string): LockedPackage {
  const locked = lockedOf(lockfile, name)
  if (locked) return locked
  throw new WaybillError('package.not_installed', `${name} is not installed.`, {
    hint: '“waybill list” shows what is.',
    details: { name },
  })
}

/** Reads the lockfile; an empty one where there is none. Throws `home.damaged`, saying what is wrong with it. */
export async function readLockfile(home: Home): Promise<Lockfile> {
  const path = homePaths.lockfile(home)
  const bytes = await readIfPresent(path)
  if (!bytes) return emptyLockfile()
  const text = bytes.toString()
  if (/^(<{7}|>{7}) /m.test(text))
    throw damaged(
      path,
      'it has conflict markers of a merge',
      'Choose one side, or remove the file and install again.',
    )
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw damaged(path, 'it is not JSON', 'Restore it from a backup, or remove it and install again.', cause)
  }
  const { schema } = Object(json) as { schema?: unknown }
  if (typeof schema === 'number' && schema > 1)
    throw damaged(path, `it has schema ${schema}, of a newer Waybill`, 'Use the newer version.')
  const result = lockfileSchema.safeParse(json)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw damaged(
    path,
    `${issue?.path.join('.')}: ${issue?.message}`,
    'Restore it from a backup, or remove it and install again.',
  )
}

export async function writeLockfile(home: Home, lockfile: Lockfile): Promise<void> {
  const packages = Object.fromEntries(Object.entries(lockfile.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
  await writeAtomic(homePaths.lockfile(home), `${JSON.stringify({ schema: 1, packages }, null, 2)}\n`)
}

function damaged(path: string, why: string, hint: string, cause?: unknown): WaybillError {
  return new WaybillError('home.damaged', `${path} cannot be used: ${why}.`, {
    hint,
    details: { path },
    cause,
  })
}
