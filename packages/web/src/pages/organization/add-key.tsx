import { useMutation } from '@tanstack/react-query'
import { Globe, SquareTerminal } from 'lucide-react'
import { asProblem } from '../../api/problem.ts'
import { queries } from '../../api/queries.ts'
import { Button } from '../../design/button.tsx'
import { CopyLine } from '../../design/copy.tsx'
import { Panel } from '../../design/layout.tsx'
import { ProblemNote } from '../../design/states.tsx'
import { say } from '../../design/toast.tsx'
import { makeBrowserKey } from '../../signing/browser-key.ts'
import { publisherChanged } from './organization-data.ts'

/** The two ways to a key: on the command line, or in this browser. */
export function AddKey({ publisher, hasKeyHere }: { publisher: string; hasKeyHere: boolean }) {
  const make = useMutation({
    mutationFn: () => makeBrowserKey(publisher),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['browser key'] })
      await publisherChanged()
      say('The key is made and registered')
    },
  })
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <Panel
        title={
          <span className="flex items-center gap-2">
            <SquareTerminal aria-hidden className="size-5 text-muted" />
            On the command line
          </span>
        }
        says="For releases from your machine or a build server. It makes a key in your home and registers it."
      >
        <div className="flex flex-col gap-2">
          <CopyLine text="waybill keygen" what="the command" prompt />
          <p className="text-sm text-muted">A key that you have already:</p>
          <CopyLine text="waybill key register --key my-key.pem" what="the command" prompt />
        </div>
      </Panel>
      <Panel
        title={
          <span className="flex items-center gap-2">
            <Globe aria-hidden className="size-5 text-muted" />
            In this browser
          </span>
        }
        says="For what you submit on these pages. It cannot be read or copied out, not even by this page: with the browser’s data it is gone, and you make another."
      >
        <div className="flex flex-col items-start gap-3">
          {hasKeyHere && <p className="text-sm">This browser has a key of {publisher} already.</p>}
          {make.error && <ProblemNote problem={asProblem(make.error)} />}
          <Button
            variant={hasKeyHere ? 'secondary' : 'primary'}
            busy={make.isPending}
            onClick={() => make.mutate()}
          >
            {hasKeyHere ? 'Make another key' : 'Make a key'}
          </Button>
        </div>
      </Panel>
    </div>
  )
}
