import type { Locator, Page } from 'playwright-core'

/** So many stops a page may have before what is looked for. */
const mostStops = 150

/** Somebody who has no mouse: only the keys of `page.keyboard`, and what has the focus. */
export function keysOf(page: Page) {
  /** Waits until something of the page has the focus: after an action it must not be lost to the page as a whole. */
  const focusKept = async (after: string) => {
    const kept = () => page.waitForFunction(() => document.activeElement !== document.body)
    await kept().catch((cause: unknown) => {
      throw new Error(`after ${after} nothing has the focus`, { cause })
    })
  }
  const stopsAt = (goal: Locator) => goal.evaluate((element) => element === document.activeElement)

  /** What has the focus shows it, by its own outline or by that of what it stands in, and nothing lies over it. */
  const showsFocus = async () => {
    const seen = await page.evaluate(() => {
      const element = document.activeElement ?? document.body
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      const isRinged = (style: string, width: string) => style !== 'none' && parseFloat(width) >= 1
      const around = element.closest('article, label')
      const outer = around && getComputedStyle(around)
      const { left, top, width, height } = element.getBoundingClientRect()
      const above = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 20))
      return {
        what: element.outerHTML.slice(0, 200),
        isRinged:
          isRinged(outlineStyle, outlineWidth) ||
          (outer !== null && isRinged(outer.outlineStyle, outer.outlineWidth)),
        over: `at ${top} to ${top + height} of ${innerHeight}, below ${above?.outerHTML.slice(0, 120)}`,
        isInView: above !== null && (element.contains(above) || (around?.contains(above) ?? false)),
      }
    })
    if (!seen.isRinged) throw new Error(`it does not show that it has the focus: ${seen.what}`)
    if (!seen.isInView) throw new Error(`it has the focus out of sight, ${seen.over}: ${seen.what}`)
  }

  /** Tab until `goal` has the focus. */
  async function tabTo(goal: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await goal.waitFor()
    const passed: string[] = []
    while (!(await stopsAt(goal))) {
      if (passed.length >= mostStops)
        throw new Error(`Tab never came to ${String(goal)}: ${passed.join(', ')}`)
      await page.keyboard.press(key)
      passed.push(await page.evaluate(() => (document.activeElement?.textContent ?? '').slice(0, 30)))
    }
    await showsFocus()
  }

  /** Tab until `goal` has the focus, then a key; what comes of it is shown by `result`, and something has the focus. */
  async function press(goal: Locator, key: string, result?: () => Promise<unknown>): Promise<void> {
    await tabTo(goal)
    await page.keyboard.press(key)
    await result?.()
    await focusKept(`${key} on ${String(goal)}`)
  }

  return {
    page,
    tabTo,
    press,
    showsFocus,
    focusKept,
    stopsAt,
    async type(goal: Locator, text: string): Promise<void> {
      await tabTo(goal)
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.type(text)
    },
  }
}

export type Keys = ReturnType<typeof keysOf>
