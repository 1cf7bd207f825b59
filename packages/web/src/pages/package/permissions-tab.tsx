export function PermissionsTab() {
  return null
}
