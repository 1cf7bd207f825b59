import { DropdownMenu } from 'radix-ui'
import type { LucideIcon } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'

const item =
  'flex w-full cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm text-ink no-underline outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-hover'

/** A menu that opens from `trigger`. It is not modal: the page behind scrolls on, and no style is put into the page. */
export function Menu({ trigger, children }: { trigger: ReactElement; children: ReactNode }) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align="end"
          sideOffset={6}
          className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-52 overflow-y-auto rounded-lg border border-line bg-surface p-1.5 shadow-over"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

export function MenuItem({
  icon: Icon,
  children,
  onSelect,
  disabled = false,
}: {
  icon?: LucideIcon
  children: ReactNode
  onSelect: () => void
  disabled?: boolean
}) {
  return (
    <DropdownMenu.Item className={item} onSelect={onSelect} disabled={disabled}>
      {Icon && <Icon aria-hidden className="size-4 text-muted" />}
      {children}
    </DropdownMenu.Item>
  )
}

function MenuAnchor({
  icon: Icon,
  children,
  ...rest
}: AnchorHTMLAttributes<HTMLAnchorElement> & { icon?: LucideIcon; ref?: Ref<HTMLAnchorElement> }) {
  return (
    <DropdownMenu.Item asChild>
      <a {...rest} className={item}>
        {Icon && <Icon aria-hidden className="size-4 text-muted" />}
        {children}
      </a>
    </DropdownMenu.Item>
  )
}

/** A menu's way to a page of ours. */
export const MenuLink = createLink(MenuAnchor)

export function MenuLabel({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="px-2.5 py-1.5 text-xs text-muted">{children}</DropdownMenu.Label>
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="my-1.5 h-px bg-line" />
}

/** One of a menu's choices, of which one holds. */
export function MenuChoice({
  value,
  onChange,
  options,
}: {
  value: string
  onChange: (value: string) => void
  options: readonly { value: string; label: string; icon?: LucideIcon }[]
}) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={onChange}>
      {options.map(({ value: own, label, icon: Icon }) => (
        <DropdownMenu.RadioItem
          key={own}
          value={own}
          className={`${item} data-[state=checked]:font-semibold`}
        >
          {Icon && <Icon aria-hidden className="size-4 text-muted" />}
          {label}
          {own === value && <span className="ml-auto size-1.5 rounded-full bg-accent" />}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  )
}
