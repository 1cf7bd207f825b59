import { useState } from 'react'
import { Checkbox, Radios, Select, TextArea, TextField } from '../../design/field.tsx'
import { Switch } from '../../design/switch.tsx'
import { Part } from './part.tsx'

/** Everything that takes input. */
export function FieldsPart() {
  const [on, setOn] = useState(true)
  const [price, setPrice] = useState('free')
  return (
    <Part title="Fields">
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label="Name" hint="Lower-case letters, digits and hyphens." defaultValue="tidy-links" />
        <TextField label="Name" error="This name is taken." defaultValue="tidy" />
        <TextField label="Name" disabled defaultValue="tidy-links" />
        <Select
          label="Sort by"
          options={[
            { value: 'downloads', label: 'Downloads' },
            { value: 'updated', label: 'Recently updated' },
          ]}
        />
        <TextArea label="Release notes" placeholder="What changed for those who use it" />
        <div className="flex flex-col gap-2">
          <Checkbox
            label="It breaks what depends on it"
            hint="Clients ask before they update."
            defaultChecked
          />
          <Checkbox label="Not possible" disabled />
          <Switch label="Mail me decisions" hint="On my own submissions." checked={on} onChange={setOn} />
        </div>
      </div>
      <Radios
        legend="Price"
        name="design-price"
        value={price}
        onChange={setPrice}
        options={[
          { value: 'free', label: 'Free', hint: 'Everybody can install it.' },
          { value: 'once', label: 'One payment', hint: 'Bought once, for good.' },
        ]}
      />
    </Part>
  )
}
