import { MailCheck } from 'lucide-react'
import type { ReactNode } from 'react'

/** The rest happens in the mailbox. */
export function MailSent({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div role="status" className="flex flex-col items-center gap-4 text-center">
      <span className="rounded-full bg-good-soft p-4 text-good-ink">
        <MailCheck aria-hidden className="size-7" />
      </span>
      <div className="flex flex-col gap-2">{children}</div>
      {action}
    </div>
  )
}
