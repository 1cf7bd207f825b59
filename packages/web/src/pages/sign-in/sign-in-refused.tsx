import { Link } from '@tanstack/react-router'
import { CircleAlert } from 'lucide-react'
import type { Problem } from '../../api/problem.ts'
import { ProblemNote } from '../../design/states.tsx'
import { ResendButton } from './resend-button.tsx'

/** A refused sign-in, with the ways out. It is the same whether the address has an account or not. */
export function SignInRefused({ problem, email }: { problem: Problem; email: string }) {
  if (problem.code !== 'auth.invalid') return <ProblemNote problem={problem} />
  return (
    <div role="alert" className="flex items-start gap-3 rounded-md bg-bad-soft px-4 py-3 text-bad-ink">
      <CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0" />
      <div className="flex min-w-0 flex-1 flex-col items-start gap-2">
        <p className="font-medium">{problem.message}</p>
        <p className="text-sm">
          Check both, or{' '}
          <Link to="/recover" className="underline underline-offset-3">
            set a new password
          </Link>
          . If you have just opened the account, confirm its address first: the link is in your mail.
        </p>
        <ResendButton email={email} />
      </div>
    </div>
  )
}
