import type { HttpApp } from '../platform/http/index.ts'
import type { Outbox } from '../platform/outbox.ts'
import type { Settings } from '../platform/settings.ts'
import type { DownloadContext } from './download.ts'
import type { LicenceContext } from './licence.ts'
import { grantRoutes } from './grant-routes.ts'
import type { NotifyContext } from './notify.ts'
import type { PurchaseContext } from './purchase.ts'
import { purchaseRoutes } from './routes.ts'
import { expireEntitlements } from './store/index.ts'
import { openPayments } from './stripe.ts'

export type BillingContext = PurchaseContext &
  LicenceContext &
  DownloadContext &
  NotifyContext & {
    /** Of prices that name none. */
    currency: string
    outbox: Outbox
  }

export interface Billing {
  bind: (app: HttpApp) => void
  /** Marks entitlements whose time is over; they stop counting at their end in any case. */
  expire: () => Promise<void>
}

/** Prices, purchases, entitlements, licences and paid artifacts, ready to be bound to the API. */
export function openBilling(
  given: Omit<BillingContext, 'payments' | 'currency'> & { settings: Settings['billing'] },
): Billing {
  const { settings, ...rest } = given
  const context: BillingContext = { ...rest, payments: openPayments(settings), currency: settings.currency }
  return {
    bind(app) {
      purchaseRoutes(app, context)
      grantRoutes(app, context)
    },
    expire: () => expireEntitlements(context.database, context.clock()),
  }
}
