import { createLink } from '@tanstack/react-router'
import { Tabs as Radix } from 'radix-ui'
import type { AnchorHTMLAttributes, ReactNode, Ref } from 'react'

const tab =
  'relative -mb-px focus-visible:-outline-offset-2 inline-flex h-11 shrink-0 items-center gap-2 border-b-2 border-transparent px-1 text-sm font-medium whitespace-nowrap text-muted no-underline hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink data-[state=active]:border-accent data-[state=active]:text-ink'

/** Ways between the parts of one thing; each part is a page with an address of its own. */
export function TabLinks({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav aria-label={label} className="flex gap-5 overflow-x-auto border-b border-line">
      {children}
    </nav>
  )
}

function TabAnchor({
  children,
  ...rest
}: AnchorHTMLAttributes<HTMLAnchorElement> & { ref?: Ref<HTMLAnchorElement> }) {
  return (
    <a {...rest} className={tab}>
      {children}
    </a>
  )
}

export const TabLink = createLink(TabAnchor)

/** A choice of views within a page, without addresses. */
export function Tabs({
  label,
  tabs,
  initial,
  onChange,
}: {
  label: string
  tabs: readonly { value: string; title: ReactNode; content: ReactNode }[]
  initial?: string
  onChange?: (value: string) => void
}) {
  const first = initial ?? tabs[0]?.value ?? ''
  return (
    <Radix.Root defaultValue={first} {...(onChange && { onValueChange: onChange })}>
      <Radix.List aria-label={label} className="flex gap-5 overflow-x-auto border-b border-line">
        {tabs.map(({ value, title }) => (
          <Radix.Trigger key={value} value={value} className={tab}>
            {title}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map(({ value, content }) => (
        <Radix.Content key={value} value={value} className="pt-4">
          {content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
