import { useEffect, type RefObject } from 'react'

const mark = 'data-keeps-focus'

/** Whether it has the focus only because what had it is gone. */
export const keepsFocus = (element: Element | null): boolean => element?.hasAttribute(mark) ?? false

/**
 * Whoever works by keyboard or hears the page must not fall out of it: when what has the focus goes away or can be used no
 * more, the nearest thing around it that is still there has the focus, so that the next Tab goes on from that place.
 */
export function useKeptFocus(main: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const root = main.current
    if (!root) return
    // What has the focus, and what stands around it, from the inside out.
    let last: Element[] = []
    const isUsable = (element: Element) => element.isConnected && !element.matches(':disabled')
    const onFocusIn = ({ target }: FocusEvent) => {
      last = target instanceof Element ? around(target, root) : []
    }
    const onFocusOut = ({ target }: FocusEvent) => {
      // Left on purpose when it is still there; only after this event it is known whether it is.
      setTimeout(() => {
        const [left] = last
        if (left && left === target && isUsable(left) && document.hasFocus()) last = []
      })
    }
    const check = () => {
      const [lost, ...outer] = last
      if (!lost || isUsable(lost) || document.activeElement !== document.body) return
      const next = outer.find((element) => element.isConnected)
      if (next instanceof HTMLElement) hold(next)
    }
    // A browser takes the focus from what is disabled when it draws next.
    const observer = new MutationObserver(() => requestAnimationFrame(() => setTimeout(check)))
    observer.observe(root, { subtree: true, childList: true, attributeFilter: ['disabled'] })
    root.addEventListener('focusin', onFocusIn)
    root.addEventListener('focusout', onFocusOut)
    return () => {
      observer.disconnect()
      root.removeEventListener('focusin', onFocusIn)
      root.removeEventListener('focusout', onFocusOut)
    }
  }, [main])
}

function around(element: Element, root: Element): Element[] {
  const found: Element[] = []
  for (let at: Element | null = element; at && at !== root; at = at.parentElement) found.push(at)
  return [...found, root]
}

function hold(element: HTMLElement): void {
  if (!element.hasAttribute('tabindex')) {
    element.tabIndex = -1
    element.setAttribute(mark, '')
    const letGo = () => {
      element.removeAttribute('tabindex')
      element.removeAttribute(mark)
    }
    element.addEventListener('blur', letGo, { once: true })
  }
  element.focus({ preventScroll: true })
}
