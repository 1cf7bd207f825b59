import type { SearchAnswer } from '../../api/shapes.ts'
import { countOf } from '../../design/format.ts'

/** “1,234 extensions”, “at least 2,000 extensions” where the registry did not count them all. */
export function totalInWords(
  { total, totalIsExact }: Pick<SearchAnswer, 'total' | 'totalIsExact'>,
  words: { package: string; packages: string },
): string {
  const count = countOf(total, words.package, words.packages)
  return totalIsExact ? count : `at least ${count}`
}
