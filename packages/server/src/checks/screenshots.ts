import { isWaybillError } from '@waybill/core/errors'
import type { Check, Evidence, Screenshot } from './check.ts'
import { measureScreenshot, screenshotLimits as limits } from './screenshot-image.ts'

/** Every screenshot is a picture that can be decoded, of a size that can be shown. */
export const screenshots: Check = {
  id: 'screenshots',
  title: 'Screenshots',
  needs: 'subject',
  async run({ listing: { screenshots }, signal }) {
    const { length } = screenshots
    if (length === 0) return { status: 'pass', summary: 'There are no screenshots.' }
    if (length > limits.count)
      return { status: 'fail', summary: `There are ${length} screenshots; ${limits.count} are allowed.` }
    const evidence: Evidence[] = []
    for (const screenshot of screenshots) {
      signal?.throwIfAborted()
      const problem = await problemOf(screenshot)
      if (problem !== undefined) evidence.push({ file: screenshot.name, text: problem })
    }
    if (evidence.length > 0)
      return {
        status: 'fail',
        summary: `${evidence.length} of ${length} screenshots cannot be shown.`,
        evidence,
      }
    return { status: 'pass', summary: `${length} screenshots can be shown.` }
  },
}

async function problemOf({ name, bytes }: Screenshot): Promise<string | undefined> {
  try {
    const { width } = await measureScreenshot(bytes, name)
    if (width >= limits.narrowest && width <= limits.widest) return undefined
    return `It is ${width} pixels wide; ${limits.narrowest} to ${limits.widest} are allowed.`
  } catch (error) {
    if (isWaybillError(error, 'screenshot.invalid')) return error.message
    throw error
  }
}
