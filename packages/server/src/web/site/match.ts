import { pages, type Page } from './pages.ts'

const patterns = pages.map((page) => ({ page, steps: page.path.split('/').slice(1) }))

/** The page at a path, with the parts of its address; undefined for a path that no page has. */
export function pageAt(path: string): { page: Page; parts: Record<string, string> } | undefined {
  let given: string[]
  try {
    given = path.replace(/\/$/, '').split('/').slice(1).map(decodeURIComponent)
  } catch {
    return undefined
  }
  if (given.length === 0) given = ['']
  for (const { page, steps } of patterns) {
    const parts = partsOf(steps, given)
    if (parts) return { page, parts }
  }
  return undefined
}

function partsOf(steps: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  const rest = steps.at(-1) === '*'
  if (rest ? given.length < steps.length : given.length !== steps.length) return undefined
  const parts: Record<string, string> = {}
  for (const [place, step] of steps.entries()) {
    const value = given[place] ?? ''
    if (step === '*') parts['*'] = given.slice(place).join('/')
    else if (step.startsWith(':')) {
      if (value === '') return undefined
      parts[step.slice(1)] = value
    } else if (step !== value) return undefined
  }
  return parts
}
