import { Link } from '@tanstack/react-router'
import { LinkButton } from '../../design/button.tsx'
import { CopyLine } from '../../design/copy.tsx'
import { Day } from '../../design/text.tsx'
import { LicenceButton } from '../account/licence-button.tsx'
import { installCommand } from '../package/commands.ts'
import type { Entitlement } from './terms.ts'

/** What to do with something that one has: install it, and take its licence along. */
export function Owned({ entitlement: { name, since, until } }: { entitlement: Entitlement }) {
  return (
    <div className="flex flex-col gap-4">
      <p className="text-muted">
        Yours since <Day at={since} />
        {until === undefined ? (
          ', for good.'
        ) : (
          <>
            , paid until <Day at={until} />.
          </>
        )}
      </p>
      <div className="flex flex-col gap-1.5">
        <h2 className="text-sm font-medium">Install it where you are signed in</h2>
        <CopyLine prompt text={installCommand('waybill', { name })} what="the command to install" />
        <p className="text-sm text-muted">
          Not signed in there? Type <code className="font-mono">waybill login</code> first.
        </p>
      </div>
      <div className="flex flex-wrap gap-2">
        <LicenceButton name={name} />
        <LinkButton to="/packages/$name" params={{ name }}>
          See it
        </LinkButton>
      </div>
      <p className="text-sm text-muted">
        The licence is a file for hosts that check it without a connection. It stands under{' '}
        <Link to="/account/purchases" className="link">
          Purchases
        </Link>{' '}
        too, whenever you need it.
      </p>
    </div>
  )
}
