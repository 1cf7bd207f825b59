export function ReadmeTab() {
  return null
}
