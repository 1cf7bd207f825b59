import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { startFakeStripe, type FakeStripe } from '../../packages/server/src/billing/test/fake-stripe.ts'

/** A registry that reviews what is handed in and takes payments, by a payment service on this machine. */
export interface Shop {
  readonly registry: TestRegistry
  readonly stripe: FakeStripe
  remove(): Promise<void>
}

export async function openShop(): Promise<Shop> {
  const stripe = await startFakeStripe()
  const config = join(tmpdir(), `waybill-shop-${randomUUID()}.yaml`)
  const settings = JSON.parse(await readFile(stripe.config, 'utf8')) as object
  await writeFile(config, JSON.stringify({ ...settings, review: 'required' }))
  // Passkeys are for names, not for numbers: WebAuthn forbids addresses.
  const registry = await startTestRegistry({ host: 'localhost', config })
  return {
    registry,
    stripe,
    async remove() {
      await registry.remove()
      await stripe.close()
    },
  }
}
