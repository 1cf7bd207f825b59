import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Problem } from '../api/problem.ts'
import { Button } from './button.tsx'
import { say, sayProblem } from './toast.tsx'

/** Puts a text on the clipboard, and says so. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [done, setDone] = useState(false)
  useEffect(() => {
    if (!done) return
    const timer = setTimeout(() => setDone(false), 2000)
    return () => clearTimeout(timer)
  }, [done])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setDone(true)
      say(`Copied ${what}`)
    } catch {
      sayProblem(
        new Problem({
          status: 0,
          code: 'clipboard.refused',
          message: 'The browser does not let this page write to the clipboard.',
          hint: 'Select the text and copy it yourself.',
        }),
      )
    }
  }
  return (
    <Button variant="quiet" size="small" square aria-label={`Copy ${what}`} onClick={() => void copy()}>
      {done ? (
        <Check aria-hidden className="size-4 text-good-ink" />
      ) : (
        <Copy aria-hidden className="size-4" />
      )}
    </Button>
  )
}

/** A command or a value of one line, to copy. */
export function CopyLine({ text, what, prompt = false }: { text: string; what: string; prompt?: boolean }) {
  return (
    <div className="flex min-w-0 items-center gap-1 rounded-md border border-line bg-sunken py-1 pr-1 pl-3">
      {prompt && (
        <span aria-hidden className="font-mono text-sm text-muted select-none">
          $
        </span>
      )}
      <code tabIndex={0} className="min-w-0 flex-1 overflow-x-auto py-1 font-mono text-sm whitespace-nowrap">
        {text}
      </code>
      <CopyButton text={text} what={what} />
    </div>
  )
}

/** Several lines of code, to copy. */
export function CodeBlock({ text, what }: { text: string; what: string }) {
  return (
    <div className="relative rounded-md border border-line bg-sunken">
      <pre tabIndex={0} className="overflow-x-auto p-4 pr-14 font-mono text-sm">
        <code>{text}</code>
      </pre>
      <span className="absolute top-1.5 right-1.5 rounded-md bg-sunken">
        <CopyButton text={text} what={what} />
      </span>
    </div>
  )
}
