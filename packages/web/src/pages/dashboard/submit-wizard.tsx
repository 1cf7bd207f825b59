import { useEffect, useRef, useState } from 'react'
import { Stepper } from '../../parts/stepper.tsx'
import { guessFrom } from './archive.ts'
import { FileStep } from './file-step.tsx'
import { HandInStep } from './hand-in-step.tsx'
import { keepListing, type Listing } from './listing.ts'
import { ListingStep } from './listing-step.tsx'
import { SendStep } from './send-step.tsx'

/** Where the wizard begins. */
export interface Beginning {
  listing: Listing
  /** The publisher, where it cannot be chosen any more. */
  publisher?: string
  /** The package that a new version is of. */
  package?: string
  submission?: string
  isRevision?: boolean
  /** An upload that waits to be described. */
  uploaded?: Uploaded
}

export interface Uploaded {
  packageId: string
  size: number
  sha256?: string
  fileName?: string
}

export interface Membership {
  name: string
  role: string
}

const steps = [
  { title: 'File', heading: 'Choose the file' },
  { title: 'Signature', heading: 'Sign and upload it' },
  { title: 'Description', heading: 'Describe it' },
  { title: 'Summary', heading: 'Look it over and hand it in' },
]

/** Four steps from an archive to a submission. */
export function SubmitWizard({
  publishers,
  beginning,
  onUploaded,
}: {
  publishers: readonly Membership[]
  beginning: Beginning
  onUploaded: (submission: string) => void
}) {
  const [publisher, setPublisher] = useState(beginning.publisher ?? publishers[0]?.name ?? '')
  const [archive, setArchive] = useState<File>()
  const [signature, setSignature] = useState<File>()
  const [submission, setSubmission] = useState(beginning.submission)
  const [uploaded, setUploaded] = useState(beginning.uploaded)
  const [listing, setListing] = useState(beginning.listing)
  const [isDescribed, setDescribed] = useState(false)
  const [step, setStep] = useState(beginning.uploaded ? 2 : 0)
  const heading = useFocusOn(step)

  const change = (next: Listing) => {
    setListing(next)
    setDescribed(false)
    if (submission !== undefined) keepListing(submission, next)
  }
  const received = (id: string, packageId: string, file: File) => {
    const guess = guessFrom(file.name)
    // Of a revision or a new version the name is known; the version is most often in the file’s name.
    const next = {
      ...listing,
      name: listing.name === '' ? guess.name : listing.name,
      version: guess.version === '' ? listing.version : guess.version,
    }
    setListing(next)
    keepListing(id, next)
    setSubmission(id)
    setUploaded({ packageId, size: file.size, fileName: file.name })
    setStep(2)
    if (id !== beginning.submission) onUploaded(id)
  }
  const reached = uploaded ? (isDescribed ? 3 : 2) : archive ? 1 : 0
  return (
    <div className="flex flex-col gap-6">
      <Stepper
        label="Steps"
        steps={steps.map(({ title }) => title)}
        at={step}
        reached={reached}
        onGo={setStep}
      />
      <section aria-labelledby="step" className="flex flex-col gap-4">
        <h2 id="step" ref={heading} tabIndex={-1} className="text-xl font-semibold outline-none">
          <span className="sr-only">
            Step {step + 1} of {steps.length}:{' '}
          </span>
          {steps[step]?.heading}
        </h2>
        {step === 0 && (
          <FileStep
            publishers={publishers}
            publisher={publisher}
            isFixed={beginning.publisher !== undefined || submission !== undefined}
            archive={archive}
            signature={signature}
            onPublisher={setPublisher}
            onFiles={(file, sig) => {
              setArchive(file)
              setSignature(sig)
            }}
            onNext={() => setStep(1)}
          />
        )}
        {step === 1 && archive && (
          <SendStep
            key={publisher}
            publisher={publisher}
            archive={archive}
            signature={signature}
            submission={beginning.isRevision ? submission : undefined}
            onBack={() => setStep(0)}
            onDone={received}
          />
        )}
        {step === 2 && uploaded && (
          <ListingStep
            listing={listing}
            uploaded={uploaded}
            publisher={publisher}
            isNameFixed={beginning.package !== undefined}
            maySetPrice={['owner', 'billing'].includes(
              publishers.find(({ name }) => name === publisher)?.role ?? '',
            )}
            onChange={change}
            onNext={() => {
              setDescribed(true)
              setStep(3)
            }}
          />
        )}
        {step === 3 && uploaded && (
          <HandInStep listing={listing} uploaded={uploaded} publisher={publisher} onBack={() => setStep(2)} />
        )}
      </section>
    </div>
  )
}

/** Each new step begins at its heading, for those who hear the page too. */
function useFocusOn(step: number) {
  const heading = useRef<HTMLHeadingElement>(null)
  const before = useRef(step)
  useEffect(() => {
    if (before.current !== step) heading.current?.focus()
    before.current = step
  }, [step])
  return heading
}
