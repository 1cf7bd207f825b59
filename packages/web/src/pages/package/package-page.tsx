import { Outlet } from '@tanstack/react-router'

export function PackagePage() {
  return <Outlet />
}
