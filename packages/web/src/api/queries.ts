import { QueryClient } from '@tanstack/react-query'
import { Problem } from './problem.ts'
import type { ApiPaths } from './client.ts'

/** What was refused is refused again; only what did not arrive is worth asking for once more. */
const isWorthRetrying = (error: unknown) => !(error instanceof Problem) || error.status >= 502

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) => failures < 2 && isWorthRetrying(error),
      refetchOnWindowFocus: true,
    },
  },
})

/** Has everything read again that came from these paths of the API. */
export async function refresh(...changed: (keyof ApiPaths)[]): Promise<void> {
  await Promise.all(changed.map((path) => queries.invalidateQueries({ queryKey: [path] })))
}
