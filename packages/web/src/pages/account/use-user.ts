import { useMe, type Me } from '../../session.ts'

export type User = NonNullable<Me['user']>

/** Whose account this is, within the account’s layout, which shows its pages to nobody else. */
export function useUser(): User {
  const user = useMe()?.user
  if (!user) throw new Error('a page of the account stands outside of its layout')
  return user
}
