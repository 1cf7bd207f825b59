export function FeaturedPage() {
  return null
}
