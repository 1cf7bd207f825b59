import { useMe } from '../../session.ts'
import type { OperatorRole } from './admin-parts.ts'

/** True when whoever is signed in has one of these roles. */
export function useIsOperator(...roles: readonly OperatorRole[]): boolean {
  return useMe()?.roles.some((role) => roles.includes(role)) ?? false
}
