import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { read } from '../../api/client.ts'
import type { SearchParams } from '../../search-params.ts'

/**
 * A search page by page. Its key begins with the path, so `refresh('/api/v1/search')` finds it. While another search
 * loads, the results of the former one stay.
 */
export function searchPages(search: SearchParams) {
  return infiniteQueryOptions({
    queryKey: ['/api/v1/search', search] as const,
    queryFn: ({ pageParam, signal }) =>
      read('/api/v1/search', { params: { query: asked(search, pageParam) } }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })
}

function asked({ verified, ...search }: SearchParams, cursor: string | null) {
  return {
    ...search,
    ...(verified === true && { verified: 'true' as const }),
    ...(cursor !== null && { cursor }),
  }
}
