import {
  Activity,
  FolderTree,
  Inbox,
  Mail,
  SlidersHorizontal,
  Sparkles,
  Timer,
  UsersRound,
} from 'lucide-react'
import type { Me } from '../../session.ts'

export type OperatorRole = Me['roles'][number]

const readers: readonly OperatorRole[] = ['admin', 'auditor']
const everybody: readonly OperatorRole[] = ['admin', 'moderator', 'auditor']

/** The pages of the administration, with the roles that the registry answers them for. */
export const adminParts = [
  { to: '/admin', label: 'Health', icon: Activity, roles: readers },
  { to: '/admin/users', label: 'Users', icon: UsersRound, roles: readers },
  { to: '/admin/categories', label: 'Categories', icon: FolderTree, roles: everybody },
  { to: '/admin/featured', label: 'Featured', icon: Sparkles, roles: everybody },
  { to: '/admin/settings', label: 'Settings', icon: SlidersHorizontal, roles: readers },
  { to: '/admin/jobs', label: 'Jobs', icon: Timer, roles: readers },
  { to: '/admin/outbox', label: 'Outbox', icon: Inbox, roles: readers },
  { to: '/admin/mails', label: 'Mails', icon: Mail, roles: ['admin'] as readonly OperatorRole[] },
] as const

export type AdminPart = (typeof adminParts)[number]

const holdsOne = (held: readonly OperatorRole[], asked: readonly OperatorRole[]) =>
  held.some((role) => asked.includes(role))

/** The pages that somebody with these roles may see, in their order. */
export function partsFor(roles: readonly OperatorRole[]): readonly AdminPart[] {
  return adminParts.filter((part) => holdsOne(roles, part.roles))
}

/** The page that a path belongs to; `undefined` for a path of none. */
export function partAt(path: string): AdminPart | undefined {
  const plain = path.replace(/\/+$/, '')
  return adminParts.find(({ to }) => to === plain)
}
