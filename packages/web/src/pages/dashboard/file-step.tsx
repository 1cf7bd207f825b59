import { FileArchive, FileKey, X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../design/button.tsx'
import { CopyLine } from '../../design/copy.tsx'
import { Select } from '../../design/field.tsx'
import { bytes } from '../../design/format.ts'
import { DropZone } from '../../parts/drop-zone.tsx'
import { archiveTypes, isSignature, mostBytes, refusalOf } from './archive.ts'
import type { Membership } from './submit-wizard.tsx'

/** Which file, and for which publisher. */
export function FileStep({
  publishers,
  publisher,
  isFixed,
  archive,
  signature,
  onPublisher,
  onFiles,
  onNext,
}: {
  publishers: readonly Membership[]
  publisher: string
  /** The publisher cannot be chosen any more. */
  isFixed: boolean
  archive: File | undefined
  signature: File | undefined
  onPublisher: (publisher: string) => void
  onFiles: (archive: File | undefined, signature: File | undefined) => void
  onNext: () => void
}) {
  const [refused, setRefused] = useState<{ says: string; hint: string; isLarge: boolean }>()
  const take = async (files: File[]) => {
    const sig = files.find(isSignature) ?? signature
    const file = files.find((each) => !isSignature(each))
    if (!file) {
      onFiles(archive, sig)
      return
    }
    const refusal = await refusalOf(file)
    setRefused(refusal && { ...refusal, isLarge: file.size > mostBytes })
    if (!refusal) onFiles(file, sig)
  }
  return (
    <>
      {isFixed ? (
        <p>
          Publisher: <strong>{publisher}</strong>
        </p>
      ) : publishers.length > 1 ? (
        <Select
          label="Publisher"
          value={publisher}
          hint="It is published under this name."
          options={publishers.map(({ name }) => ({ value: name, label: name }))}
          onChange={(event) => onPublisher(event.target.value)}
        />
      ) : (
        <p>
          It is published under the name <strong>{publisher}</strong>.
        </p>
      )}
      <DropZone
        label="Drop the archive here"
        hint="A .zip or .tar.gz with its manifest, up to 300 MB. If you signed it with “waybill sign”, drop the .sig too."
        accept={`${archiveTypes},.sig`}
        multiple
        small={archive !== undefined}
        action={archive ? 'Choose another' : 'Choose a file'}
        onFiles={(files) => void take(files)}
      />
      {refused && (
        <div role="alert" className="flex flex-col gap-2 rounded-md bg-bad-soft px-4 py-3 text-bad-ink">
          <p className="font-medium">{refused.says}</p>
          <p className="text-sm">{refused.hint}</p>
          {refused.isLarge && (
            <div className="text-ink">
              <CopyLine text="waybill submit" what="the command" prompt />
            </div>
          )}
        </div>
      )}
      <ul className="flex flex-col gap-2" aria-label="Chosen files">
        {archive && (
          <Chosen
            file={archive}
            icon={<FileArchive aria-hidden className="size-5 text-accent-ink" />}
            onRemove={() => onFiles(undefined, signature)}
          />
        )}
        {signature && (
          <Chosen
            file={signature}
            icon={<FileKey aria-hidden className="size-5 text-accent-ink" />}
            onRemove={() => onFiles(archive, undefined)}
          />
        )}
      </ul>
      <p className="text-sm text-muted">
        What is inside is read by the registry: its checks tell you what they found, and nothing is public
        before that.
      </p>
      <div className="flex justify-end">
        <Button variant="primary" disabled={!archive} onClick={onNext}>
          Continue
        </Button>
      </div>
    </>
  )
}

function Chosen({ file, icon, onRemove }: { file: File; icon: React.ReactNode; onRemove: () => void }) {
  return (
    <li className="card flex items-center gap-3 px-4 py-3">
      {icon}
      <span className="min-w-0 flex-1">
        <span className="block font-medium break-all">{file.name}</span>
        <span className="block text-sm text-muted">{bytes(file.size)}</span>
      </span>
      <Button variant="quiet" size="small" square aria-label={`Remove ${file.name}`} onClick={onRemove}>
        <X aria-hidden className="size-4" />
      </Button>
    </li>
  )
}
