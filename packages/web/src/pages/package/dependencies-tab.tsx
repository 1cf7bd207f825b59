export function DependenciesTab() {
  return null
}
