import type rehypeSanitize from 'rehype-sanitize'

/** The tree of HTML as the libraries have it (hast). */
export type Root = Parameters<ReturnType<typeof rehypeSanitize>>[0]
export type Child = Root['children'][number]
export type Element = Extract<Child, { type: 'element' }>

/** The text of an element and what is in it. */
export function textOf(node: Child): string {
  if (node.type === 'text') return node.value
  return 'children' in node ? node.children.map(textOf).join('') : ''
}

export const text = (value: string): Child => ({ type: 'text', value })

export function element(
  tagName: string,
  properties: Element['properties'],
  children: Element['children'] = [],
): Element {
  return { type: 'element', tagName, properties, children }
}

/**
 * Replaces every element by what `change` makes of it, innermost first. Elements that stand deeper than `deepest` are
 * dissolved into their children; `count` of them may be there before it throws.
 */
export function rewrite(
  root: Root,
  change: (found: Element) => Child[],
  { deepest, most }: { deepest: number; most: number },
): void {
  let left = most
  const inside = (children: Child[], depth: number): Child[] =>
    children.flatMap((child) => {
      if (child.type === 'text') return [child]
      if (child.type !== 'element') return []
      if (--left < 0) throw new Error(`it has more than ${most} elements`)
      const within = inside(child.children, depth + 1)
      if (depth > deepest) return within
      child.children = within as Element['children']
      return change(child)
    })
  root.children = inside(root.children, 1)
}
