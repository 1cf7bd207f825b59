export function PurchasesPage() {
  return null
}
