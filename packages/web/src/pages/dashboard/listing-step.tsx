import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../design/button.tsx'
import { Checkbox, Select, TextArea, TextField } from '../../design/field.tsx'
import { bytes } from '../../design/format.ts'
import { Panel } from '../../design/layout.tsx'
import { useEcosystem } from '../../ecosystem.ts'
import { errorsOf, type Listing } from './listing.ts'
import { PricingFields } from './pricing-fields.tsx'
import { ScreenshotsField } from './screenshots-field.tsx'
import type { Uploaded } from './submit-wizard.tsx'

/** What the marketplace shows of it. */
export function ListingStep({
  listing,
  uploaded,
  publisher,
  isNameFixed,
  maySetPrice,
  onChange,
  onNext,
}: {
  listing: Listing
  uploaded: Uploaded
  publisher: string
  isNameFixed: boolean
  maySetPrice: boolean
  onChange: (listing: Listing) => void
  onNext: () => void
}) {
  const { categories, billing } = useEcosystem()
  const [tried, setTried] = useState(false)
  const errors = tried ? errorsOf(listing) : {}
  const set = (change: Partial<Listing>) => onChange({ ...listing, ...change })
  const next = (form: HTMLFormElement) => {
    setTried(true)
    if (Object.keys(errorsOf(listing)).length === 0) onNext()
    // The first field that is wrong, once it is marked.
    else requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
  }
  return (
    <form
      noValidate
      className="flex flex-col gap-6"
      onSubmit={(event) => {
        event.preventDefault()
        next(event.currentTarget)
      }}
    >
      <p className="flex items-start gap-2 text-muted">
        <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-good-ink" />
        <span>
          Uploaded
          {uploaded.fileName !== undefined && (
            <>
              {' '}
              <span className="break-all">{uploaded.fileName}</span>
            </>
          )}
          , {bytes(uploaded.size)}. It waits for you for 24 hours.
        </span>
      </p>
      <Panel
        title="What it is"
        says="Name and version must be those of the manifest inside; the checks compare them."
      >
        <div className="flex flex-col gap-4">
          <div className="grid gap-4 sm:grid-cols-[2fr_1fr]">
            <TextField
              label="Name"
              required
              readOnly={isNameFixed}
              autoComplete="off"
              spellCheck={false}
              autoCapitalize="none"
              value={listing.name}
              error={errors.name}
              onChange={(event) => set({ name: event.target.value })}
            />
            <TextField
              label="Version"
              required
              autoComplete="off"
              spellCheck={false}
              placeholder="1.0.0"
              value={listing.version}
              error={errors.version}
              onChange={(event) => set({ version: event.target.value })}
            />
          </div>
          <TextArea
            label="Description"
            rows={2}
            maxLength={500}
            hint={`One or two sentences that say what it does. ${listing.description.length} of 500 characters.`}
            value={listing.description}
            onChange={(event) => set({ description: event.target.value })}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <Select
              label="Category"
              value={listing.category}
              options={[
                { value: '', label: 'As the manifest says' },
                ...categories.map(({ id, title }) => ({ value: id, label: title })),
              ]}
              onChange={(event) => set({ category: event.target.value })}
            />
            <TextField
              label="Tags"
              autoComplete="off"
              placeholder="csv, tables"
              hint="Words that people search for, with commas between."
              value={listing.tags}
              error={errors.tags}
              onChange={(event) => set({ tags: event.target.value })}
            />
          </div>
          <TextField
            label="Documentation"
            maxLength={20_000}
            placeholder="https://…"
            hint="Where it is explained; leave it empty if the README does."
            value={listing.documentation}
            onChange={(event) => set({ documentation: event.target.value })}
          />
        </div>
      </Panel>
      <Panel title="What is new">
        <div className="flex flex-col gap-4">
          <TextArea
            label="Release notes"
            maxLength={20_000}
            hint="Shown with this version. Markdown is rendered."
            value={listing.releaseNotes}
            onChange={(event) => set({ releaseNotes: event.target.value })}
          />
          <Checkbox
            label="It breaks what worked with the last version"
            hint="Homes that update by themselves then ask first."
            checked={listing.breaking}
            onChange={(event) => set({ breaking: event.target.checked })}
          />
        </div>
      </Panel>
      <Panel title="Screenshots">
        <ScreenshotsField
          publisher={publisher}
          shots={listing.shots}
          onChange={(shots) => set({ shots, setsShots: true })}
        />
        {isNameFixed && !listing.setsShots && (
          <p className="mt-3 text-sm text-muted">The images that it shows now stay if you add none.</p>
        )}
      </Panel>
      {billing && maySetPrice && (
        <Panel title="Price">
          <div className="flex flex-col gap-4">
            <Checkbox
              label={isNameFixed ? 'Change the price' : 'Set a price'}
              hint={isNameFixed ? 'Without it, the price stays what it is.' : 'Without it, it is free.'}
              checked={listing.setsPrice}
              onChange={(event) => set({ setsPrice: event.target.checked })}
            />
            {listing.setsPrice && (
              <PricingFields
                value={listing.price}
                error={errors.price}
                onChange={(price) => set({ price })}
              />
            )}
          </div>
        </Panel>
      )}
      <div className="flex justify-end">
        <Button type="submit" variant="primary">
          Continue
        </Button>
      </div>
    </form>
  )
}
