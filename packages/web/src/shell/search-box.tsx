import { useRouterState } from '@tanstack/react-router'
import { SearchField } from './search-field.tsx'

/** The search in the head of every page; the start page has a larger one of its own instead. */
export function SearchBox() {
  const atStart = useRouterState({
    select: ({ resolvedLocation, location }) => (resolvedLocation ?? location).pathname === '/',
  })
  return atStart ? null : <SearchField />
}
