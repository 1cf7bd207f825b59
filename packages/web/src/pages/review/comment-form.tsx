import { useEffect, useRef, useState } from 'react'
import { api, settled } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { refresh } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { TextArea } from '../../design/field.tsx'
import { ProblemNote } from '../../design/states.tsx'
import { say } from '../../design/toast.tsx'
import { useDraft } from '../../parts/use-draft.ts'

/** Comments on a submission, a file of it, or a line. What was typed stays until it has arrived. */
export function CommentForm({
  id,
  file,
  line,
  onClose,
}: {
  id: string
  file?: string
  line?: number
  onClose?: () => void
}) {
  const [text, setText, forget] = useDraft(`comment ${id} ${file ?? ''}:${line ?? ''}`)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const field = useRef<HTMLTextAreaElement>(null)
  const before = useRef<Element>(null)
  const opens = onClose !== undefined
  useEffect(() => {
    if (!opens) return
    before.current = document.activeElement
    field.current?.focus()
  }, [opens])
  const close = () => {
    onClose?.()
    if (before.current instanceof HTMLElement) before.current.focus()
  }
  const send = async () => {
    if (text.trim() === '') {
      field.current?.focus()
      return
    }
    setBusy(true)
    setProblem(undefined)
    try {
      await settled(
        api.POST('/api/v1/reviews/{id}/comments', {
          params: { path: { id } },
          body: {
            text: text.trim(),
            ...(file === undefined ? {} : { file }),
            ...(line === undefined ? {} : { line }),
          },
        }),
      )
      forget()
      await refresh('/api/v1/submissions/{id}')
      say('Comment added')
      close()
    } catch (error) {
      setProblem(error)
      await refresh('/api/v1/reviews', '/api/v1/submissions/{id}')
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault()
          void send()
        }
        if (event.key === 'Escape' && opens) {
          event.stopPropagation()
          close()
        }
      }}
    >
      <TextArea
        ref={field}
        rows={3}
        label={
          line !== undefined
            ? `Comment on line ${line}`
            : file === undefined
              ? 'Comment on the whole'
              : 'Comment on the file'
        }
        maxLength={5000}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {problem !== undefined && <ProblemNote problem={asProblem(problem)} />}
      <div className="flex flex-wrap justify-end gap-2">
        {opens && (
          <Button size="small" onClick={close}>
            Cancel
          </Button>
        )}
        <Button type="submit" size="small" variant="primary" busy={busy} disabled={text.trim() === ''}>
          Comment
        </Button>
      </div>
    </form>
  )
}
