import { useParams } from '@tanstack/react-router'
import { Cancelled } from './cancelled.tsx'
import { Done } from './done.tsx'

/** Where the payment page leads back to. */
export function OutcomePage() {
  const { outcome }: { outcome: 'done' | 'cancelled' } = useParams({ from: '/purchases/$outcome' })
  return outcome === 'done' ? <Done /> : <Cancelled />
}
