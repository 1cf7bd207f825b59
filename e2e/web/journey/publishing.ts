import { byAccountMenu, button, heading, link, type Visitor } from './visitor.ts'

export interface Archive {
  readonly fileName: string
  readonly bytes: Buffer
}

export async function makePublisher({ page }: Visitor, name: string): Promise<void> {
  await byAccountMenu(page, 'Dashboard')
  await link(page, 'Take a name').click()
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByLabel('You alone').check()
  await button(page, 'Make it').click()
  await heading(page, name).waitFor()
}

/** The wizard from its first step to the submission’s page; makes a key in the browser when there is none. */
export async function submit(
  { page }: Visitor,
  archive: Archive,
  listing: { description?: string; price?: string } = {},
): Promise<void> {
  await page.getByLabel('Drop the archive here').setInputFiles({
    name: archive.fileName,
    mimeType: 'application/gzip',
    buffer: archive.bytes,
  })
  await button(page, 'Continue').click()
  const makeKey = button(page, 'Make and register a key')
  const hasKey = page.getByText(/^This browser has a key of /)
  await makeKey.or(hasKey).waitFor()
  if (await makeKey.isVisible()) await makeKey.click()
  await hasKey.waitFor()
  await button(page, 'Sign and upload').click()
  await heading(page, /Describe it/).waitFor()
  if (listing.description !== undefined) await page.getByLabel('Description').fill(listing.description)
  if (listing.price !== undefined) {
    await page.getByLabel('Set a price').check()
    await page.getByLabel('Paid once').check()
    await page.getByLabel('Amount').fill(listing.price)
  }
  await button(page, 'Continue').click()
  await heading(page, /Look it over/).waitFor()
  await button(page, 'Hand it in').click()
  await page.waitForURL(/\/dashboard\/submissions\//)
  await page.getByText('It waits for a reviewer').waitFor()
}

/** Opens a submission from the queue and claims it. */
export async function claim({ page, url }: Visitor, name: string): Promise<void> {
  await page.goto(`${url}/review`)
  await page
    .getByRole('list', { name: 'Queue' })
    .getByRole('link', { name: new RegExp(name) })
    .click()
  await button(page, 'Claim').click()
  await page.getByText(/^You have this/).waitFor()
}

export async function commentOnLine(
  { page }: Visitor,
  file: string,
  line: number,
  text: string,
): Promise<void> {
  await button(page, new RegExp(`^${file.replaceAll('.', '\\.')} `)).click()
  await button(page, `Comment on line ${line}`).click()
  const field = page.getByRole('textbox', { name: `Comment on line ${line}`, exact: true })
  await field.fill(text)
  await page
    .locator('form')
    .filter({ has: field })
    .getByRole('button', { name: 'Comment', exact: true })
    .click()
  await field.waitFor({ state: 'detached' })
  await page.getByRole('table').getByText(text).waitFor()
}

export async function requestChanges({ page }: Visitor, why: string): Promise<void> {
  await page.getByRole('radio', { name: /^Request changes/ }).check()
  await page.getByLabel('Why', { exact: true }).fill(why)
  await button(page, 'Request changes').click()
  await page.waitForURL(/\/review$/)
}

/** Approves with every point of the checklist. */
export async function approve({ page }: Visitor): Promise<void> {
  const points = page.getByRole('group', { name: 'What an approval vouches for' }).getByRole('checkbox')
  for (const point of await points.all()) await point.check()
  await page.getByRole('radio', { name: /^Approve/ }).check()
  await button(page, 'Approve and publish').click()
  await page.waitForURL(/\/review$/)
}
