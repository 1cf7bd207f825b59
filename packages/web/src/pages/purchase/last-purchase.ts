const place = 'waybill.purchase'

/** Keeps, in this tab alone, what is being bought: the payment page leads back without saying it. */
export function rememberPurchase(name: string): void {
  try {
    sessionStorage.setItem(place, name)
  } catch {
    // Without it the pages after the payment say less.
  }
}

/** What was being bought in this tab. */
export function rememberedPurchase(): string | undefined {
  try {
    return sessionStorage.getItem(place) ?? undefined
  } catch {
    return undefined
  }
}
