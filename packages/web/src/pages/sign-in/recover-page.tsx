export function RecoverPage() {
  return null
}
