import { Check, CircleAlert, X } from 'lucide-react'
import { Toast as Radix } from 'radix-ui'
import { useSyncExternalStore } from 'react'
import { asProblem } from '../api/problem.ts'

interface Note {
  readonly id: number
  readonly tone: 'good' | 'bad'
  readonly text: string
  readonly hint?: string | undefined
  readonly action?: { readonly label: string; readonly run: () => void } | undefined
}

let notes: readonly Note[] = []
let count = 0
const listeners = new Set<() => void>()

function change(next: readonly Note[]): void {
  notes = next
  for (const listener of listeners) listener()
}

/** Says for some seconds that something was done; `action` is the way to take it back. */
export function say(text: string, action?: Note['action']): void {
  change([...notes, { id: ++count, tone: 'good' as const, text, action }].slice(-3))
}

/** Says for some seconds what failed, and what to do. */
export function sayProblem(error: unknown): void {
  const { message, hint } = asProblem(error)
  change([...notes, { id: ++count, tone: 'bad' as const, text: message, hint }].slice(-3))
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The place where what is said appears; once in the whole page. */
export function Toasts() {
  const shown = useSyncExternalStore(subscribe, () => notes)
  return (
    <Radix.Provider swipeDirection="right" duration={7000}>
      {shown.map(({ id, tone, text, hint, action }) => (
        <Radix.Root
          key={id}
          onOpenChange={(open) => {
            if (!open) change(notes.filter((note) => note.id !== id))
          }}
          className="flex items-start gap-3 rounded-lg border border-line bg-surface px-4 py-3 shadow-over"
        >
          {tone === 'good' ? (
            <Check aria-hidden className="mt-0.5 size-5 shrink-0 text-good-ink" />
          ) : (
            <CircleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-bad-ink" />
          )}
          <div className="min-w-0 flex-1">
            <Radix.Title className="font-medium">{text}</Radix.Title>
            {hint !== undefined && (
              <Radix.Description className="text-sm text-muted">{hint}</Radix.Description>
            )}
          </div>
          {action && (
            <Radix.Action altText={action.label} onClick={action.run} className="link shrink-0 font-medium">
              {action.label}
            </Radix.Action>
          )}
          <Radix.Close aria-label="Close" className="shrink-0 rounded p-0.5 text-muted hover:bg-hover">
            <X aria-hidden className="size-4" />
          </Radix.Close>
        </Radix.Root>
      ))}
      <Radix.Viewport className="fixed right-0 bottom-0 z-50 flex w-full max-w-md flex-col gap-2 p-4 outline-none" />
    </Radix.Provider>
  )
}
