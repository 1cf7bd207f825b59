import { useQuery } from '@tanstack/react-query'
import { api, settled, type Answer } from './api/client.ts'
import { Problem } from './api/problem.ts'
import { queries } from './api/queries.ts'
import { takePageData } from './api/page-data.ts'

export type Me = Answer<'/api/v1/account'>

const meQuery = {
  queryKey: ['/api/v1/account'] as const,
  queryFn: async (): Promise<Me | null> => {
    const known = takePageData('/api/v1/account')
    if (known !== undefined) return known as Me | null
    try {
      return await settled(api.GET('/api/v1/account'))
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null
      throw error
    }
  },
  staleTime: 60_000,
}

/** Who is signed in here; `null` for nobody, `undefined` while that is not known yet. */
export function useMe(): Me | null | undefined {
  return useQuery(meQuery).data
}

/** The same outside of components; asks when it is not known. */
export function currentMe(): Promise<Me | null> {
  return queries.ensureQueryData(meQuery)
}

/** After signing in or out nothing that was read before is true any more. */
export async function sessionChanged(): Promise<void> {
  await queries.cancelQueries()
  queries.clear()
  await currentMe()
}
