import { lastMail } from '@waybill/testkit/browser'
import type { TestRegistry } from '@waybill/testkit/registry'
import { Secret, TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { byAccountMenu, button, heading, link, type Visitor } from './visitor.ts'

export interface Person {
  readonly name: string
  readonly email: string
  readonly password: string
}

/** The one in the head; the start page has others. */
const signInLink = (page: Page) =>
  page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Sign in' })

/** Opens an account, and confirms the address with the link of the mail. */
export async function signUp({ page }: Visitor, registry: TestRegistry, person: Person): Promise<void> {
  await page.goto(registry.url)
  await signInLink(page).click()
  await link(page, 'Open one').click()
  await page.getByLabel('Name').fill(person.name)
  await page.getByLabel('Email address').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await button(page, 'Open the account').click()
  await heading(page, 'Look into your mail').waitFor()
  const mail = await lastMail((text, values) => registry.query(text, values), person.email, 'confirm')
  await page.goto(/https?:\S+token=\S+/.exec(mail.body)?.[0] ?? 'about:blank')
  await button(page, 'Confirm the address').click()
  await heading(page, 'Your address is confirmed').waitFor()
}

/** Signs in with address and password; what follows is up to the account. */
export async function enterPassword({ page, url }: Visitor, person: Person): Promise<void> {
  await page.goto(`${url}/sign-in`)
  await page.getByLabel('Email address').fill(person.email)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await button(page, 'Sign in').click()
}

/** The head of the page shows somebody’s account. */
export const signedIn = ({ page }: Visitor) => button(page, 'Account').waitFor()

export async function signOut({ page }: Visitor): Promise<void> {
  await byAccountMenu(page, 'Sign out')
  await signInLink(page).waitFor()
}

/** Turns the authenticator app on by its secret, as typed from the page; returns it and the recovery codes. */
export async function turnOnTotp({ page }: Visitor, person: Person) {
  await byAccountMenu(page, 'Account')
  await link(page, 'Security').click()
  await button(page, 'Set up').click()
  const dialog = page.getByRole('dialog', { name: 'Set up an authenticator app' })
  await dialog.getByLabel('Your password', { exact: true }).fill(person.password)
  await dialog.getByRole('button', { name: 'Go on' }).click()
  const secret = (await dialog.getByRole('code').innerText()).replaceAll(/\s/g, '')
  const app = new TOTP({ secret: Secret.fromBase32(secret) })
  await dialog.getByLabel('Code that the app shows').fill(app.generate())
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  const shown = dialog.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')
  await shown.first().waitFor()
  const codes = await shown.allInnerTexts()
  await dialog.getByLabel('I kept them').check()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await dialog.waitFor({ state: 'detached' })
  return { app, codes }
}

/** Gives the browser a device that keeps passkeys; it confirms nothing by itself unless `present`. */
export async function addAuthenticator({ context, page }: Visitor) {
  const session = await context.newCDPSession(page)
  await session.send('WebAuthn.enable')
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    present: (enabled: boolean) =>
      session.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled }),
    credentials: async () =>
      (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
  }
}

export async function addPasskey({ page }: Visitor, name: string): Promise<void> {
  await byAccountMenu(page, 'Account')
  await link(page, 'Security').click()
  await button(page, 'Add a passkey').click()
  const dialog = page.getByRole('dialog', { name: 'Add a passkey' })
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: 'Add a passkey' }).click()
  await button(page, `Remove ${name}`).waitFor()
}
