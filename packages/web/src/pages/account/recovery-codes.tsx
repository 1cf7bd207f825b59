import { Copy, Download } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../design/button.tsx'
import { downloadText } from '../../design/download.ts'
import { Checkbox } from '../../design/field.tsx'
import { say, sayProblem } from '../../design/toast.tsx'
import { useEcosystem } from '../../ecosystem.ts'

/** Codes that stand in for the app, shown this once. They are in this page’s memory alone. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept: () => void }) {
  const { id, name } = useEcosystem()
  const [kept, setKept] = useState(false)
  const text = `${codes.join('\n')}\n`
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      say('Copied the recovery codes')
    } catch {
      sayProblem(new Error('The browser does not let this page write to the clipboard.'))
    }
  }
  return (
    <div className="flex flex-col gap-4">
      <p>
        Each of these signs you in once in place of the app. Keep them where you find them without your phone:{' '}
        <strong>they are not shown again</strong>.
      </p>
      <ol
        aria-label="Recovery codes"
        className="grid grid-cols-2 gap-x-6 gap-y-1.5 rounded-md border border-line bg-sunken px-5 py-4 font-mono"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => void copy()}>
          <Copy aria-hidden className="size-4" />
          Copy
        </Button>
        <Button
          onClick={() => downloadText(`${id}-recovery-codes.txt`, `${name}: recovery codes\n\n${text}`)}
        >
          <Download aria-hidden className="size-4" />
          Download
        </Button>
      </div>
      <Checkbox label="I kept them" checked={kept} onChange={(event) => setKept(event.target.checked)} />
      <Button variant="primary" disabled={!kept} onClick={onKept} className="self-end">
        Done
      </Button>
    </div>
  )
}
