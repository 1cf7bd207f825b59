import { useMutation } from '@tanstack/react-query'
import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Banner } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { TextField } from '../../design/field.tsx'
import { Loading, ProblemNote, Skeleton } from '../../design/states.tsx'
import { useMe } from '../../session.ts'
import { useUserCode } from './address.ts'
import { AuthCard } from './auth-card.tsx'
import { DeviceRequest } from './device-request.tsx'
import { SignInFirst } from './sign-in-first.tsx'
import { plainUserCode, shownUserCode } from './user-code.ts'

const asked = (userCode: string) =>
  settled(api.GET('/api/v1/device/approvals/{userCode}', { params: { path: { userCode } } }))
export type AskedDevice = Awaited<ReturnType<typeof asked>>

/** Signs in a device that shows a code. Codes in the address are only typed in: looking at them takes a press. */
export function DevicePage() {
  const me = useMe()
  const given = useUserCode()
  const [code, setCode] = useState(() => shownUserCode(given ?? ''))
  const look = useMutation({ mutationFn: () => asked(plainUserCode(code)) })
  const [answer, setAnswer] = useState<'approved' | 'refused'>()
  const title = 'Sign in a device'
  if (me === undefined)
    return (
      <AuthCard title={title}>
        <Loading what="your account">
          <Skeleton className="h-64" />
        </Loading>
      </AuthCard>
    )
  if (me?.user === undefined)
    return (
      <SignInFirst
        title={title}
        next={given === undefined ? '/device' : `/device?code=${plainUserCode(given)}`}
      >
        A device wants to use your account. Sign in to see what it asks for.
      </SignInFirst>
    )
  if (answer !== undefined) return <Answered answer={answer} />
  if (look.data)
    return (
      <AuthCard title="Sign in this device?">
        <DeviceRequest device={look.data} email={me.user.email} onAnswer={setAnswer} />
      </AuthCard>
    )
  return (
    <AuthCard title={title} says="Type the code that the device shows, or check that it is the same.">
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          look.mutate()
        }}
      >
        <TextField
          label="Code"
          name="code"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          placeholder="XXXX-XXXX"
          required
          minLength={9}
          value={code}
          onChange={(event) => setCode(shownUserCode(event.target.value))}
          className="text-center font-mono text-lg tracking-widest"
        />
        <Banner tone="warn" icon={TriangleAlert} title="Never enter a code that somebody sent you">
          Whoever shows you a code is signed in as you once you approve it. Approve only what you see on a
          device of your own.
        </Banner>
        {look.error && <ProblemNote problem={asProblem(look.error)} />}
        <Button type="submit" variant="primary" busy={look.isPending}>
          See what it asks for
        </Button>
      </form>
    </AuthCard>
  )
}

function Answered({ answer }: { answer: 'approved' | 'refused' }) {
  const isApproved = answer === 'approved'
  const Icon = isApproved ? CircleCheck : CircleX
  return (
    <AuthCard title={isApproved ? 'The device is signed in' : 'The device was refused'}>
      <div role="status" className="flex flex-col items-center gap-3 text-center">
        <Icon aria-hidden className={`size-12 ${isApproved ? 'text-good-ink' : 'text-muted'}`} />
        <p>
          {isApproved
            ? 'It goes on by itself within some seconds. You can close this page. Its token is among your tokens, where you can revoke it.'
            : 'It gets nothing, and its code is void.'}
        </p>
      </div>
    </AuthCard>
  )
}
