import { Link } from '@tanstack/react-router'
import type { Answer } from '../../api/client.ts'
import { Badge, type Tone } from '../../design/badge.tsx'
import { Day, Monogram, Time } from '../../design/text.tsx'
import { LicenceButton } from './licence-button.tsx'

type Entitlement = Answer<'/api/v1/entitlements'>['entitlements'][number]

const kinds = {
  purchase: 'bought',
  subscription: 'subscription',
  grant: 'given to you',
  code: 'redeemed',
} as const
const tones: Readonly<Record<Entitlement['status'], Tone>> = {
  active: 'good',
  expired: 'warn',
  revoked: 'bad',
}

/** Something that the account may use or might have used, with what became of it. */
export function EntitlementRow({ entitlement }: { entitlement: Entitlement }) {
  const { name, kind, status, since, until, history } = entitlement
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 px-5 py-4">
      <Monogram name={name} />
      <div className="flex min-w-0 flex-1 basis-52 flex-col gap-1">
        <p className="flex flex-wrap items-center gap-2">
          <Link to="/packages/$name" params={{ name }} className="link min-w-0 font-medium break-words">
            {name}
          </Link>
          <Badge tone={tones[status]}>{status}</Badge>
          <Badge>{kinds[kind]}</Badge>
        </p>
        <p className="text-sm text-muted">
          Since <Day at={since} />
          {until === undefined ? (
            status === 'active' && ' · for good'
          ) : (
            <>
              {' · '}
              {status === 'active' ? 'until' : 'ended'} <Day at={until} />
            </>
          )}
        </p>
        {history.length > 1 && (
          <details className="text-sm text-muted">
            <summary className="w-fit py-0.5">History</summary>
            <ul className="mt-1 flex flex-col gap-1 border-l border-line pl-3">
              {history.map(({ at, status: then, why }, place) => (
                <li key={place}>
                  <Time at={at} />: {then}
                  {why !== '' && `, ${why}`}
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      {status === 'active' && <LicenceButton name={name} size="small" />}
    </li>
  )
}
