import { Clock, Hand, Lock } from 'lucide-react'
import { useEffect, useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { refresh } from '../../api/queries.ts'
import { Banner } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { duration } from '../../design/format.ts'
import { ProblemNote } from '../../design/states.tsx'
import { Time } from '../../design/text.tsx'
import { useDraft } from '../../parts/use-draft.ts'
import type { Queued } from './queue-row.tsx'

/** Who has the submission, until when, and the ways to take it and give it back. */
export function ClaimBar({ id, row }: { id: string; row: Queued | undefined }) {
  // The registry tells the end of a claim when it is made, and this tab keeps it.
  const [until, setUntil, forget] = useDraft(`claim ${id}`)
  const [busy, setBusy] = useState<'claim' | 'release'>()
  const [problem, setProblem] = useState<unknown>()
  const act = async (what: 'claim' | 'release') => {
    setBusy(what)
    setProblem(undefined)
    try {
      const path = { id }
      if (what === 'claim')
        setUntil((await settled(api.POST('/api/v1/reviews/{id}/claim', { params: { path } }))).until)
      else {
        await settled(api.DELETE('/api/v1/reviews/{id}/claim', { params: { path } }))
        forget()
      }
    } catch (error) {
      setProblem(error)
    } finally {
      await refresh('/api/v1/reviews', '/api/v1/submissions/{id}')
      setBusy(undefined)
    }
  }
  const note = problem === undefined ? null : <ProblemNote problem={asProblem(problem)} />
  if (row?.claimedByMe)
    return (
      <>
        <Mine
          until={until === '' ? undefined : until}
          busy={busy}
          onExtend={() => void act('claim')}
          onRelease={() => void act('release')}
        />
        {note}
      </>
    )
  if (row?.claimed) {
    const free = asProblem(problem ?? new Error()).details.until
    return (
      <Banner
        tone="warn"
        icon={Lock}
        title="Another reviewer has this"
        action={
          <Button busy={busy === 'claim'} onClick={() => void act('claim')}>
            Try to claim
          </Button>
        }
      >
        {typeof free === 'string' ? (
          <>
            It is free again <Time at={free} />, unless they extend it.
          </>
        ) : (
          'You can read on; deciding is theirs until they give it back or their time is over.'
        )}
      </Banner>
    )
  }
  return (
    <>
      <Banner
        tone="accent"
        icon={Hand}
        title="Nobody has this"
        action={
          <Button variant="primary" busy={busy === 'claim'} onClick={() => void act('claim')}>
            Claim
          </Button>
        }
      >
        Claim it, and nobody else decides while you look.
      </Banner>
      {note}
    </>
  )
}

function Mine({
  until,
  busy,
  onExtend,
  onRelease,
}: {
  until: string | undefined
  busy: 'claim' | 'release' | undefined
  onExtend: () => void
  onRelease: () => void
}) {
  const left = useSecondsTo(until)
  const isShort = left !== undefined && left < 300
  return (
    <Banner
      tone={isShort ? 'warn' : 'good'}
      icon={Clock}
      title={
        left === undefined
          ? 'You have this'
          : left > 0
            ? `You have this for ${duration(Math.max(left, 1))}`
            : 'Your time is over'
      }
      action={
        <span className="flex gap-2">
          <Button size="small" busy={busy === 'claim'} onClick={onExtend}>
            Extend
          </Button>
          <Button size="small" busy={busy === 'release'} onClick={onRelease}>
            Give back
          </Button>
        </span>
      }
    >
      {isShort ? (
        <span role="status">Extend it, or another reviewer may take it. What you wrote stays here.</span>
      ) : (
        'Nobody else decides meanwhile.'
      )}
    </Banner>
  )
}

function useSecondsTo(at: string | undefined): number | undefined {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 5000)
    return () => clearInterval(timer)
  }, [])
  return at === undefined ? undefined : Math.round((new Date(at).getTime() - Math.max(now, 0)) / 1000)
}
