import { X } from 'lucide-react'
import type { ReactNode } from 'react'

/** Something that was chosen and can be taken away again; `what` names it for those who do not see it. */
export function Chip({
  children,
  what,
  onRemove,
}: {
  children: ReactNode
  what: string
  onRemove: () => void
}) {
  return (
    <button
      type="button"
      aria-label={`Remove ${what}`}
      onClick={onRemove}
      className="inline-flex h-8 max-w-full min-w-0 items-center gap-1.5 rounded-full border border-transparent bg-accent-soft pr-2 pl-3 text-sm text-accent-ink hover:border-accent-ink"
    >
      <span className="truncate">{children}</span>
      <X aria-hidden className="size-4 shrink-0" />
    </button>
  )
}
