import { api } from '@waybill/core/paths'
import { signUp, type Browser } from './browser.ts'
import { createTestPublisher, type TestPublisher } from './publisher.ts'
import type { TestRegistry } from './registry.ts'

/** People of one registry, each with an account that is signed in. */
export function peopleOf(registry: TestRegistry) {
  const account = (email: string) =>
    signUp(registry.url, (text, values) => registry.query(text, values), email)
  return {
    account,
    /** An account with a publisher of its own, a token and a registered key. */
    async publisher(name: string): Promise<TestPublisher & { browser: Browser }> {
      const browser = await account(`${name}@example.org`)
      await browser.call('POST', api.publishers, { name })
      const { token } = (await browser.call('POST', api.tokens, { name: 'test' })).body as { token: string }
      return { ...(await createTestPublisher(registry.url, token, name)), browser }
    },
    /** An account with roles in the registry itself. */
    async operator(email: string, ...roles: string[]): Promise<Browser> {
      const browser = await account(email)
      await registry.query(
        `insert into operators select id, role, now() from auth."user", unnest($2::text[]) as role where email = $1`,
        [email, roles],
      )
      return browser
    },
  }
}
