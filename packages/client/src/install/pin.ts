import type { Home } from '../home.ts'
import { requireLocked, writeLockfile, type Lockfile } from './lockfile.ts'

/** Holds a package at its version, or lets it go. Callers hold the home's lock. */
export async function setPinned(
  home: Home,
  lockfile: Lockfile,
  name: string,
  isPinned: boolean,
): Promise<{ name: string; version: string }> {
  const { pinned: _, ...locked } = requireLocked(lockfile, name)
  const next = isPinned ? { ...locked, pinned: true } : locked
  await writeLockfile(home, { ...lockfile, packages: { ...lockfile.packages, [name]: next } })
  return { name, version: locked.version }
}
