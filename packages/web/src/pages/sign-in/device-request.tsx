import { useMutation } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { api, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Banner } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { Facts } from '../../design/layout.tsx'
import { ProblemNote } from '../../design/states.tsx'
import { Time } from '../../design/text.tsx'
import type { AskedDevice } from './device-page.tsx'
import { shownUserCode } from './user-code.ts'

/** What a device asks for, and the answer. */
export function DeviceRequest({
  device,
  email,
  onAnswer,
}: {
  device: AskedDevice
  email: string
  onAnswer: (answer: 'approved' | 'refused') => void
}) {
  const where = { params: { path: { userCode: device.userCode } } }
  const approve = useMutation({
    mutationFn: () => settled(api.POST('/api/v1/device/approvals/{userCode}', where)),
    onSuccess: () => onAnswer('approved'),
  })
  const refuse = useMutation({
    mutationFn: () => settled(api.DELETE('/api/v1/device/approvals/{userCode}', where)),
    onSuccess: () => onAnswer('refused'),
  })
  const error = approve.error ?? refuse.error
  const isBusy = approve.isPending || refuse.isPending
  return (
    <>
      <p className="rounded-md bg-sunken py-3 text-center font-mono text-2xl font-semibold tracking-widest">
        {shownUserCode(device.userCode)}
      </p>
      <Facts
        facts={[
          ['Signs in as', <strong key="email">{email}</strong>],
          [
            'May',
            device.actions.includes('*')
              ? 'do all that your account may, but for passwords and second factors'
              : device.actions.join(', '),
          ],
          !device.packages.includes('*') && ['Reaches', device.packages.join(', ')],
          ['For', `${device.tokenDays} days, unless you revoke it`],
          device.askedFrom !== undefined && ['Asked from', device.askedFrom.address],
          device.askedFrom?.program !== undefined && ['With', device.askedFrom.program],
          ['The code ends', <Time key="end" at={device.expiresAt} />],
        ]}
      />
      <Banner tone="warn" icon={TriangleAlert} title="Do you see this code on a device of your own?">
        If it came by mail, chat or phone, refuse it: whoever sent it wants to be signed in as you.
      </Banner>
      {error && <ProblemNote problem={asProblem(error)} />}
      <div className="grid grid-cols-2 gap-2">
        <Button busy={refuse.isPending} disabled={isBusy} onClick={() => refuse.mutate()}>
          Refuse
        </Button>
        <Button variant="primary" busy={approve.isPending} disabled={isBusy} onClick={() => approve.mutate()}>
          Approve
        </Button>
      </div>
    </>
  )
}
