import type { Pricing } from '@waybill/core/pricing'
import { api } from '@waybill/core/paths'
import { callApi } from '../http.ts'
import { apiUrl, call, type RegistryAccess } from '../publish/access.ts'

/** What an account may use; times are ISO 8601. */
export interface HeldEntitlement {
  id: string
  name: string
  kind: 'purchase' | 'subscription' | 'grant' | 'code'
  status: 'active' | 'expired' | 'revoked'
  since: string
  /** Absent for one without an end. */
  until?: string
  why: string
  history: { status: string; until?: string; why: string; at: string }[]
}

/** What a package costs, and what it did, oldest first. */
export interface PackagePricing {
  name: string
  pricing: Pricing
  history: { pricing: Pricing; since: string }[]
}

/** What a package costs; asks as nobody. Throws `package.not_found`. */
export function readPricing(url: string, name: string): Promise<PackagePricing> {
  return callApi(apiUrl({ url }, api.pricing, { name }))
}

/** Sets what a package costs from now on. Throws `package.not_found`, `auth.*`. */
export function setPricing(access: RegistryAccess, name: string, pricing: Pricing): Promise<PackagePricing> {
  return call(access, apiUrl(access, api.pricing, { name }), { method: 'PUT', json: pricing })
}

/** Opens a payment page. Throws `purchase.not_needed` or `billing.*`. */
export function startPurchase(access: RegistryAccess, name: string): Promise<{ checkoutUrl: string }> {
  return call(access, apiUrl(access, api.purchases), { method: 'POST', json: { name } })
}

/** Everything that the account may use or could. */
export async function listEntitlements(access: RegistryAccess): Promise<HeldEntitlement[]> {
  const answer = await call<{ entitlements: HeldEntitlement[] }>(access, apiUrl(access, api.entitlements))
  return answer.entitlements
}

/** Redeems a code. Throws `entitlement.code_invalid` or `limit.exceeded`. */
export function redeemCode(access: RegistryAccess, code: string): Promise<{ name: string; until?: string }> {
  return call(access, apiUrl(access, api.redemption), { method: 'POST', json: { code } })
}

/** What a publisher gave by hand. */
export interface GivenEntitlement extends Omit<HeldEntitlement, 'name' | 'history'> {
  email: string
}

/** Gives a package to whoever has an address. */
export function grantEntitlement(
  access: RegistryAccess,
  name: string,
  given: { email: string; until?: string; why: string },
): Promise<GivenEntitlement> {
  return call(access, apiUrl(access, api.grants, { name }), { method: 'POST', json: given })
}

export interface CodeRequest {
  uses: number
  /** The code works until then, ISO 8601. */
  until?: string
  /** What it gives lasts so long. */
  days?: number
}

/** Makes a code that gives a package; its text comes this once. */
export function createCode(
  access: RegistryAccess,
  name: string,
  asked: CodeRequest,
): Promise<CodeRequest & { id: string; code: string }> {
  return call(access, apiUrl(access, api.codes, { name }), { method: 'POST', json: { ...asked } })
}
