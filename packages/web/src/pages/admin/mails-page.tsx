import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Mail as MailIcon, MailWarning } from 'lucide-react'
import { useState } from 'react'
import { api, reading, settled, type Answer } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Badge, Banner } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { Dialog } from '../../design/dialog.tsx'
import { Facts, PageHeader, Panel } from '../../design/layout.tsx'
import { EmptyState, ProblemPage, SkeletonRows } from '../../design/states.tsx'
import { Time } from '../../design/text.tsx'
import { PageTitle } from '../../shell/page-title.tsx'

const path = '/api/v1/admin/mails'
type Mail = Answer<typeof path>['mails'][number]

export function MailsPage() {
  const [reads, setReads] = useState<Mail>()
  const { data, error, refetch, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [path],
    queryFn: ({ pageParam, signal }) =>
      settled(
        api.GET(path, { params: { query: pageParam === undefined ? {} : { before: pageParam } }, signal }),
      ),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: ({ next }) => next,
  })
  const mails = data?.pages.flatMap((page) => page.mails)
  return (
    <>
      <PageTitle of="Mails" />
      <PageHeader
        title="Mails"
        says="What the registry wrote to people, newest first. Some hold links that sign in: treat them as secrets."
      />
      <NoServer />
      {error && !data && <ProblemPage problem={asProblem(error)} retry={() => void refetch()} />}
      {!mails && !error && <SkeletonRows what="mails" rows={6} className="h-16" />}
      {mails?.length === 0 && (
        <EmptyState icon={MailIcon} title="No mail yet">
          The first is written when somebody opens an account.
        </EmptyState>
      )}
      {mails && mails.length > 0 && (
        <Panel flush>
          <ul className="divide-y divide-line">
            {mails.map((mail) => (
              <MailRow key={mail.id} mail={mail} onRead={() => setReads(mail)} />
            ))}
          </ul>
        </Panel>
      )}
      {hasNextPage && (
        <Button className="self-center" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show older ones
        </Button>
      )}
      {reads && <MailDialog mail={reads} onClose={() => setReads(undefined)} />}
    </>
  )
}

/** Says what it means that there is no server which takes mails. */
function NoServer() {
  const { data } = useQuery(reading('/api/v1/admin/settings'))
  const smtp = data?.settings.find(({ key }) => key === 'mail.smtp')
  if (!data || (smtp !== undefined && smtp.value !== null)) return null
  return (
    <Banner tone="warn" icon={MailWarning} title="No SMTP server is set: nothing is sent">
      Mails stay here, and nobody gets the links to confirm an address or to set a new password unless you
      hand them over. Set WAYBILL_SMTP or{' '}
      <Link to="/admin/settings" className="underline">
        mail.smtp
      </Link>
      , then start the registry again: what waits is sent then.
    </Banner>
  )
}

function State({ mail: { sentAt, error } }: { mail: Mail }) {
  if (sentAt !== undefined) return <Badge tone="good">sent</Badge>
  return error === undefined ? <Badge>waits</Badge> : <Badge tone="bad">refused, tried again</Badge>
}

function MailRow({ mail, onRead }: { mail: Mail; onRead: () => void }) {
  return (
    <li className="relative flex flex-wrap items-center gap-x-4 gap-y-1.5 px-5 py-3 hover:bg-hover">
      <div className="min-w-0 flex-1 basis-56">
        <button
          type="button"
          onClick={onRead}
          className="line-clamp-2 max-w-full text-left font-medium after:absolute after:inset-0"
        >
          {mail.subject}
        </button>
        <p className="truncate text-sm text-muted">to {mail.to}</p>
        {mail.error !== undefined && mail.sentAt === undefined && (
          <p className="text-sm text-bad-ink [overflow-wrap:anywhere]">{mail.error}</p>
        )}
      </div>
      <State mail={mail} />
      <span className="w-28 shrink-0 text-sm text-muted sm:text-right">
        <Time at={mail.createdAt} />
      </span>
    </li>
  )
}

function MailDialog({ mail, onClose }: { mail: Mail; onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title={mail.subject} wide>
      <div className="flex flex-col gap-4">
        <Facts
          facts={[
            ['To', mail.to],
            ['Written', <Time key="w" at={mail.createdAt} />],
            ['State', <State key="s" mail={mail} />],
            mail.sentAt !== undefined && ['Sent', <Time key="t" at={mail.sentAt} />],
            mail.error !== undefined && ['Error', mail.error],
          ]}
        />
        <pre
          tabIndex={0}
          className="overflow-x-auto rounded-md border border-line bg-sunken p-4 font-mono text-sm whitespace-pre-wrap [overflow-wrap:anywhere]"
        >
          {mail.text}
        </pre>
      </div>
    </Dialog>
  )
}
