import { useQueryClient } from '@tanstack/react-query'
import { FileKey, KeyRound } from 'lucide-react'
import { useState } from 'react'
import { asProblem } from '../../api/problem.ts'
import { Banner } from '../../design/badge.tsx'
import { Button } from '../../design/button.tsx'
import { CopyLine } from '../../design/copy.tsx'
import { ProblemNote } from '../../design/states.tsx'
import { Time } from '../../design/text.tsx'
import { say } from '../../design/toast.tsx'
import { DropZone } from '../../parts/drop-zone.tsx'
import { makeBrowserKey, type BrowserKey } from '../../signing/browser-key.ts'
import type { RegisteredKey } from './signature.ts'

/** The key that lives in this browser, or the offer to make one. */
export function BrowserKeyChoice({
  publisher,
  usable,
  wasRevoked,
}: {
  publisher: string
  usable: BrowserKey | undefined
  wasRevoked: boolean
}) {
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const make = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      await makeBrowserKey(publisher)
      await queries.invalidateQueries({ queryKey: ['browser key', publisher] })
      say('The key is made and registered')
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  if (usable)
    return (
      <Banner tone="good" icon={KeyRound} title={`This browser has a key of ${publisher}`}>
        <p>
          <code className="font-mono text-xs break-all">{usable.keyId.slice(0, 32)}…</code>, made{' '}
          <Time at={usable.createdAt} />.
        </p>
      </Banner>
    )
  return (
    <div className="card flex flex-col gap-3 p-5">
      <p className="font-medium">
        {wasRevoked
          ? 'The key of this browser was revoked; make another'
          : 'Make a signing key in this browser'}
      </p>
      <ul className="list-disc pl-5 text-sm text-muted">
        <li>
          It is made here and stays here: it cannot be copied, not even by you, and nobody else ever has it.
        </li>
        <li>The registry gets its public half alone, to check what you sign.</li>
        <li>If you clear this browser’s data the key is gone; then make another and revoke this one.</li>
      </ul>
      {problem !== undefined && <ProblemNote problem={asProblem(problem)} />}
      <Button variant="primary" className="self-start" busy={busy} onClick={() => void make()}>
        <KeyRound aria-hidden className="size-4" />
        Make and register a key
      </Button>
    </div>
  )
}

/** A signature that was made elsewhere. */
export function SigChoice({
  archive,
  keys,
  sig,
  onSig,
}: {
  archive: File
  keys: readonly RegisteredKey[]
  sig: File | undefined
  onSig: (sig: File) => void
}) {
  if (keys.length === 0)
    return (
      <Banner tone="warn" icon={FileKey} title="No key of this publisher is registered yet">
        <p className="mb-2">Register the one on your machine, or use a key in this browser.</p>
        <CopyLine text="waybill key register" what="the command" prompt />
      </Banner>
    )
  return (
    <div className="flex flex-col gap-3">
      <CopyLine text={`waybill sign ${archive.name}`} what="the command" prompt />
      <DropZone
        label={sig ? sig.name : `Drop ${archive.name}.sig here`}
        hint="Which of the registered keys made it is found out here."
        accept=".sig"
        small
        action={sig ? 'Choose another' : 'Choose the .sig'}
        onFiles={([file]) => file && onSig(file)}
      />
    </div>
  )
}
