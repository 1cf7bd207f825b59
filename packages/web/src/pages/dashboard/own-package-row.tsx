import { Link, useNavigate } from '@tanstack/react-router'
import { BadgeEuro, Ellipsis, GitBranch, Gift, Upload } from 'lucide-react'
import { useRef, useState } from 'react'
import type { OwnPackage } from '../../api/shapes.ts'
import { Badge } from '../../design/badge.tsx'
import { Button, LinkButton } from '../../design/button.tsx'
import { countOf } from '../../design/format.ts'
import { Menu, MenuItem, MenuSeparator } from '../../design/menu.tsx'
import { Count, Monogram, Time } from '../../design/text.tsx'
import { useCategoryTitle, useEcosystem } from '../../ecosystem.ts'
import { StateBadge } from '../../parts/state-badge.tsx'
import { GiveDialog } from './give-dialog.tsx'
import { PricingDialog } from './pricing-dialog.tsx'
import { VersionsDialog } from './versions-dialog.tsx'

const open = ['uploaded', 'validating', 'in_review', 'changes_requested', 'approved', 'rejected']

/** One package of one’s own, and what can be done with it. */
export function OwnPackageRow({ own }: { own: OwnPackage }) {
  const { name, publisher, newest, updatedAt, versions, downloads, submission, gated, listedOnly } = own
  const category = useCategoryTitle(own.category ?? '')
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-4 sm:px-5">
      <Monogram name={name} />
      <div className="min-w-0 flex-1 basis-52">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <Link to="/packages/$name" params={{ name }} className="min-w-0 font-semibold break-all text-ink">
            {name}
          </Link>
          {newest !== null && <Badge>{newest}</Badge>}
          {gated && <Badge tone="accent">Paid</Badge>}
          {listedOnly && <Badge>Listed, nothing published</Badge>}
        </p>
        <p className="mt-0.5 flex flex-wrap gap-x-3 text-sm text-muted">
          <span>{publisher}</span>
          {category !== '' && <span>{category}</span>}
          {versions > 0 && <span>{countOf(versions, 'version')}</span>}
          <span>
            <Count of={downloads} /> {downloads === 1 ? 'download' : 'downloads'}
          </span>
          {updatedAt !== null && (
            <span>
              updated <Time at={updatedAt} />
            </span>
          )}
        </p>
        {submission && open.includes(submission.state) && (
          <p className="mt-1.5">
            <Link
              to="/dashboard/submissions/$id"
              params={{ id: submission.id }}
              className="inline-flex min-h-6 items-center gap-2 text-sm text-ink no-underline hover:underline"
            >
              <StateBadge state={submission.state} />
              Follow the submission
            </Link>
          </p>
        )}
      </div>
      <RowActions own={own} />
    </li>
  )
}

function RowActions({ own: { name, versions, listedOnly } }: { own: OwnPackage }) {
  const { billing } = useEcosystem()
  const navigate = useNavigate()
  const [dialog, setDialog] = useState<'versions' | 'price' | 'give'>()
  const trigger = useRef<HTMLButtonElement>(null)
  // The menu item that opened the dialog is gone by then.
  const close = () => {
    setDialog(undefined)
    requestAnimationFrame(() => trigger.current?.focus())
  }
  return (
    <div className="flex items-center gap-2">
      <LinkButton to="/dashboard/submit" search={{ name }} size="small">
        <Upload aria-hidden className="size-4" />
        {listedOnly ? 'First version' : 'New version'}
      </LinkButton>
      <Menu
        trigger={
          <Button ref={trigger} variant="quiet" size="small" square aria-label={`More for ${name}`}>
            <Ellipsis aria-hidden className="size-4" />
          </Button>
        }
      >
        <MenuItem icon={GitBranch} disabled={versions === 0} onSelect={() => setDialog('versions')}>
          Yank or unpublish…
        </MenuItem>
        {billing && versions > 0 && (
          <>
            <MenuItem icon={BadgeEuro} onSelect={() => setDialog('price')}>
              Change the price…
            </MenuItem>
            <MenuItem icon={Gift} onSelect={() => setDialog('give')}>
              Give it to somebody…
            </MenuItem>
          </>
        )}
        <MenuSeparator />
        <MenuItem onSelect={() => void navigate({ to: '/packages/$name', params: { name } })}>
          See its page
        </MenuItem>
      </Menu>
      <VersionsDialog name={name} open={dialog === 'versions'} onClose={close} />
      <PricingDialog name={name} open={dialog === 'price'} onClose={close} />
      <GiveDialog name={name} open={dialog === 'give'} onClose={close} />
    </div>
  )
}
