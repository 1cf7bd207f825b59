import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { reading } from '../../api/client.ts'
import { asProblem, Problem } from '../../api/problem.ts'
import { refresh } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { Radios } from '../../design/field.tsx'
import { Progress } from '../../design/layout.tsx'
import { ProblemNote, SkeletonRows } from '../../design/states.tsx'
import { isCancelled, sendForm } from '../../parts/upload.ts'
import { browserKey, signWith } from '../../signing/browser-key.ts'
import { base64 } from '../../signing/key-format.ts'
import { keysFor, readSignature, signer, type RegisteredKey } from './signature.ts'
import { BrowserKeyChoice, SigChoice } from './signing-choices.tsx'

interface Received {
  packageId: string
  submissionId: string
}

type Sending = { phase: 'signing' } | { phase: 'sending'; share: number } | undefined

/** Signs the archive and sends it, with true progress. */
export function SendStep(props: {
  publisher: string
  archive: File
  signature: File | undefined
  /** The submission that this is a revision of. */
  submission: string | undefined
  onBack: () => void
  onDone: (submission: string, packageId: string, archive: File) => void
}) {
  const keys = useQuery(reading('/api/v1/keys'))
  const own = useQuery({
    queryKey: ['browser key', props.publisher],
    // Nothing is no answer to a query.
    queryFn: async () => (await browserKey(props.publisher)) ?? null,
    staleTime: 0,
  })
  if (keys.error) return <ProblemNote problem={asProblem(keys.error)} retry={() => void keys.refetch()} />
  if (!keys.data || own.isPending) return <SkeletonRows what="your keys" rows={2} className="h-20" />
  return <SendForm {...props} keys={keysFor(keys.data.keys, props.publisher)} own={own.data ?? undefined} />
}

function SendForm({
  publisher,
  archive,
  signature: given,
  submission,
  keys,
  own,
  onBack,
  onDone,
}: Parameters<typeof SendStep>[0] & {
  keys: RegisteredKey[]
  own: Awaited<ReturnType<typeof browserKey>>
}) {
  const usable = own && keys.some(({ keyId }) => keyId === own.keyId) ? own : undefined
  const [way, setWay] = useState<'browser' | 'file'>(
    given || (!usable && keys.length > 0) ? 'file' : 'browser',
  )
  const [sig, setSig] = useState(given)
  const [sending, setSending] = useState<Sending>()
  const [problem, setProblem] = useState<unknown>()
  const running = useRef<AbortController>(undefined)
  // Leaving the step ends what it does.
  useEffect(() => () => running.current?.abort(), [])

  const send = async () => {
    const cancel = new AbortController()
    running.current = cancel
    setProblem(undefined)
    setSending({ phase: 'signing' })
    try {
      const bytes = await bytesOf(archive)
      const signed = way === 'browser' ? await signHere(usable, bytes) : await signedBefore(sig, keys, bytes)
      cancel.signal.throwIfAborted()
      const form = new FormData()
      if (submission !== undefined) form.set('submission', submission)
      form.set('keyId', signed.keyId)
      form.set('signature', base64(signed.signature))
      // What comes before the file can be read before it has arrived.
      form.set('plugin', archive, archive.name)
      setSending({ phase: 'sending', share: 0 })
      const received = await sendForm<Received>('/api/v1/upload', form, {
        signal: cancel.signal,
        onProgress: (share) => setSending({ phase: 'sending', share }),
      })
      void refresh('/api/v1/submissions', '/api/v1/submissions/{id}')
      onDone(received.submissionId, received.packageId, archive)
    } catch (error) {
      if (!isCancelled(error)) setProblem(error)
    } finally {
      if (running.current === cancel) setSending(undefined)
    }
  }
  const isReady = way === 'browser' ? usable !== undefined : sig !== undefined && keys.length > 0
  if (sending)
    return (
      <div className="card flex flex-col gap-4 p-5">
        <Progress
          label={
            sending.phase === 'signing'
              ? `Signing ${archive.name}`
              : sending.share < 1
                ? `Uploading ${archive.name}`
                : 'The registry stores it'
          }
          {...(sending.phase === 'sending' && sending.share < 1 ? { value: sending.share } : {})}
        />
        <Button className="self-end" onClick={() => running.current?.abort()}>
          Cancel
        </Button>
      </div>
    )
  return (
    <>
      <p className="text-muted">
        Your signature lets everyone check that <span className="break-all">{archive.name}</span> came from{' '}
        {publisher}, whoever passes it on.
      </p>
      <Radios
        legend="How it is signed"
        name="signing"
        value={way}
        onChange={(value) => setWay(value as typeof way)}
        options={[
          { value: 'browser', label: 'With a key in this browser', hint: 'Nothing to install.' },
          {
            value: 'file',
            label: 'With a .sig file',
            hint: 'Made on the command line by “waybill sign”, with a key on your machine.',
          },
        ]}
      />
      <div>
        {way === 'browser' ? (
          <BrowserKeyChoice publisher={publisher} usable={usable} wasRevoked={own !== undefined && !usable} />
        ) : (
          <SigChoice archive={archive} keys={keys} sig={sig} onSig={setSig} />
        )}
      </div>
      {problem !== undefined && <ProblemNote problem={asProblem(problem)} retry={() => void send()} />}
      <div className="flex flex-wrap justify-between gap-2">
        <Button onClick={onBack}>Back</Button>
        <Button variant="primary" disabled={!isReady} onClick={() => void send()}>
          Sign and upload
        </Button>
      </div>
    </>
  )
}

async function bytesOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer())
  } catch {
    throw new Problem({
      status: 0,
      code: 'file.unreadable',
      message: `${file.name} cannot be read any more.`,
      hint: 'It was changed or moved since it was chosen: go back and choose it again.',
    })
  }
}

async function signHere(key: Awaited<ReturnType<typeof browserKey>>, bytes: Uint8Array<ArrayBuffer>) {
  if (!key) throw new Error('no key')
  return { keyId: key.keyId, signature: await signWith(key, bytes) }
}

async function signedBefore(sig: File | undefined, keys: RegisteredKey[], bytes: Uint8Array<ArrayBuffer>) {
  if (!sig) throw new Error('no signature')
  const signature = await readSignature(sig)
  const key = await signer(keys, signature, bytes)
  if (key) return { keyId: key.keyId, signature }
  throw new Problem({
    status: 0,
    code: 'signature.invalid',
    message: `${sig.name} is not a signature of this archive by a registered key.`,
    hint: 'Sign exactly this file again: “waybill sign FILE”, with a key that “waybill key list” shows.',
  })
}
