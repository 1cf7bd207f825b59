import { Radios, Select, TextField } from '../../design/field.tsx'
import { currencies, type PriceDraft } from './price.ts'

const kinds = [
  { value: 'free', label: 'Free', hint: 'Everyone can install it.' },
  { value: 'paid', label: 'Paid once', hint: 'Whoever bought it has it for good.' },
  { value: 'subscription', label: 'Subscription', hint: 'Paid each month or year.' },
  {
    value: 'freemium',
    label: 'Free, with something to buy',
    hint: 'Everyone can install it; the licence opens the rest inside.',
  },
] as const

/** What something costs, to be typed. */
export function PricingFields({
  value,
  error,
  onChange,
}: {
  value: PriceDraft
  error: string | undefined
  onChange: (value: PriceDraft) => void
}) {
  const { type, amount, currency, interval } = value
  return (
    <div className="flex flex-col gap-4">
      <Radios
        legend="Price"
        name="price"
        options={kinds}
        value={type}
        onChange={(kind) => onChange({ ...value, type: kind as PriceDraft['type'] })}
      />
      {type !== 'free' && (
        <div className="grid gap-4 sm:grid-cols-3">
          <TextField
            label={type === 'freemium' ? 'Amount (optional)' : 'Amount'}
            inputMode="decimal"
            autoComplete="off"
            placeholder="9.99"
            value={amount}
            error={error}
            onChange={(event) => onChange({ ...value, amount: event.target.value })}
          />
          <Select
            label="Currency"
            value={currency}
            options={[...new Set([currency, ...currencies])].map((code) => ({
              value: code,
              label: code.toUpperCase(),
            }))}
            onChange={(event) => onChange({ ...value, currency: event.target.value })}
          />
          {type === 'subscription' && (
            <Select
              label="Paid each"
              value={interval}
              options={[
                { value: 'month', label: 'Month' },
                { value: 'year', label: 'Year' },
              ]}
              onChange={(event) => onChange({ ...value, interval: event.target.value as 'month' | 'year' })}
            />
          )}
        </div>
      )}
    </div>
  )
}
