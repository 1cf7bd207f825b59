import { createContext, useContext, type ReactNode } from 'react'
import { createPortal } from 'react-dom'

const Slot = createContext<HTMLElement | null>(null)

/** Where a tab may put something beside itself; on narrow screens nothing of it is seen. */
export const BesideSlot = Slot.Provider

/** Shows its content at the end of the sidebar, where it stays in view. */
export function Beside({ children }: { children: ReactNode }) {
  const slot = useContext(Slot)
  return slot ? createPortal(children, slot) : null
}
