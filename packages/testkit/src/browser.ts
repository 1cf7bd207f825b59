import { api } from '@waybill/core/paths'
import { answer, type Answer } from './publisher.ts'

/** Somebody at a browser: keeps cookies and says where requests come from, as browsers do. */
export interface Browser {
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  readonly cookies: Map<string, string>
}

export function openBrowser(url: string): Browser {
  const cookies = new Map<string, string>()
  return {
    cookies,
    async call(method, path, body, headers = {}) {
      const response = await fetch(url + path, {
        method,
        redirect: 'manual',
        headers: {
          origin: url,
          ...(cookies.size > 0
            ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
            : {}),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      for (const cookie of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
        if (/max-age=0/i.test(cookie) || value === '') cookies.delete(name)
        else cookies.set(name, value)
      }
      return answer(response)
    },
  }
}

export const testPassword = 'correct horse battery'

/** The newest mail to an address, as the outbox has it. */
export async function lastMail(
  query: <T extends object>(text: string, values?: unknown[]) => Promise<T[]>,
  to: string,
  about = '',
): Promise<{ subject: string; body: string }> {
  for (let tries = 0; tries < 500; tries++) {
    const [mail] = await query<{ subject: string; body: string }>(
      'select subject, body from mails where recipient = $1 and subject like $2 order by id desc limit 1',
      [to, `%${about}%`],
    )
    if (mail) return mail
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  throw new Error(`no mail “${about}” to ${to}`)
}

/** Opens an account, confirms it by its mail and signs in. */
export async function signUp(
  url: string,
  query: <T extends object>(text: string, values?: unknown[]) => Promise<T[]>,
  email: string,
): Promise<Browser> {
  const browser = openBrowser(url)
  const opened = await browser.call('POST', api.account, {
    email,
    password: testPassword,
    name: email.split('@')[0],
  })
  if (opened.status !== 202) throw new Error(`sign-up: ${JSON.stringify(opened.body)}`)
  const { body } = await lastMail(query, email, 'confirm')
  const token = /token=(\S+)/.exec(body)?.[1] ?? ''
  const verified = await browser.call('PUT', api.emailVerification, { token })
  if (verified.status !== 200) throw new Error(`verification: ${JSON.stringify(verified.body)}`)
  const signedIn = await browser.call('POST', api.session, { email, password: testPassword })
  if (signedIn.status !== 200) throw new Error(`sign-in: ${JSON.stringify(signedIn.body)}`)
  return browser
}
