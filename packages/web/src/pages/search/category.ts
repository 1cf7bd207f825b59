interface Category {
  readonly id: string
  readonly title: string
  readonly description: string
}

/**
 * The category of an address: one of the ecosystem's, or the first part of some, which stands for all of them.
 * `undefined` when there is none of that name.
 */
export function categoryOf(categories: readonly Category[], address: string): Category | undefined {
  const id = address.replace(/\/+$/, '')
  const known = categories.find((category) => category.id === id)
  if (known) return known
  const parts = categories.filter((category) => category.id.startsWith(`${id}/`))
  const last = id.split('/').at(-1) ?? ''
  if (parts.length === 0 || last === '') return undefined
  return {
    id,
    title: last.charAt(0).toUpperCase() + last.slice(1),
    description: parts.map(({ title }) => title).join(', '),
  }
}
