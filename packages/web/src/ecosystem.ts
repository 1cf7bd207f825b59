import { useSuspenseQuery } from '@tanstack/react-query'
import { reading } from './api/client.ts'

/** Name, words and categories of this registry's ecosystem. It changes with the registry's configuration alone. */
export const ecosystemQuery = { ...reading('/api/v1/ecosystem'), staleTime: Infinity }

export function useEcosystem() {
  return useSuspenseQuery(ecosystemQuery).data
}

/** A category's title, or its id when this ecosystem knows no such category. */
export function useCategoryTitle(id: string): string {
  return useEcosystem().categories.find((category) => category.id === id)?.title ?? id
}
