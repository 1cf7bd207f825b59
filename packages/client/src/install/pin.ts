import type { Home } from '../home.ts'
import { commit } from './journal.ts'
import { requireLocked, type Lockfile } from './lockfile.ts'

/** Holds a package at its version, or lets it go. Callers hold the home's lock. */
export async function setPinned(
  home: Home,
  lockfile: Lockfile,
  name: string,
  isPinned: boolean,
): Promise<{ name: string; version: string }> {
  const { pinned: _, ...locked } = requireLocked(lockfile, name)
  const next = isPinned ? { ...locked, pinned: true } : locked
  const packages = { ...lockfile.packages, [name]: next }
  await commit(home, { placed: [], switched: [], removed: [], lockfile: { ...lockfile, packages } }, false)
  return { name, version: locked.version }
}
