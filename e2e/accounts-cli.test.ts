import type { ChildProcess } from 'node:child_process'
import { api } from '@waybill/core/paths'
import { packPlugin } from '@waybill/testkit/publisher'
import { startTestRegistry, type TestRegistry } from '@waybill/testkit/registry'
import { type TOTP, URI } from 'otpauth'
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { command, runProcess, testCommand, type Outcome } from '../packages/cli/src/test/waybill.ts'

/** Accounts, tokens and publishers as people have them: by command, against a real registry. */

let registry: TestRegistry

beforeAll(async () => {
  registry = await startTestRegistry()
})
afterAll(() => registry.remove())

const owner = { email: 'owner@example.org', password: 'owner’s long password' }
const ada = { email: 'ada@example.org', password: 'ada’s long password' }

/** Somebody's machine: a home of its own. */
async function machine(url = registry.url) {
  const { run, home, folder } = await testCommand()
  const at = (line: string, input?: string, more: Partial<Parameters<typeof run>[1]> = {}) =>
    run([...line.split(' '), '--registry', url], {
      ...more,
      ...(input === undefined ? {} : { input }),
    })
  const done = async (line: string, input?: string): Promise<Outcome> => {
    const outcome = await at(line, input)
    expect(outcome.status, `${line}\n${outcome.stdout}${outcome.stderr}`).toBe(0)
    return outcome
  }
  return {
    at,
    done,
    home,
    folder,
    json: async (line: string, input?: string) => (await done(`${line} --json`, input)).json(),
    open: ({ email, password }: typeof ada, more = '') =>
      done(`account open --email ${email} --name Somebody --password-stdin${more}`, `${password}\n`),
    login: ({ email, password }: typeof ada, code = '') =>
      done(`login --email ${email} --password-stdin`, `${password}\n${code}\n`),
  }
}

type Machine = Awaited<ReturnType<typeof machine>>

/** What a mail says to type: the last word of its line. */
async function fromMail(admin: Machine, to: string, line: string): Promise<string> {
  for (let tries = 0; tries < 20; tries++) {
    const { mails } = await admin.json(`registry mails --to ${to}`)
    for (const { text } of mails as { text: string }[]) {
      const word = new RegExp(`^waybill ${line} (\\S+)$`, 'm').exec(text)?.[1]
      if (word) return word
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`no mail to ${to} has “${line}”`)
}

async function administrator(): Promise<Machine> {
  const admin = await machine()
  await admin.open(owner, ` --owner-token ${registry.ownerToken}`)
  await admin.login(owner)
  return admin
}

/** Opens an account, confirms it with its mail, and signs in. */
async function person(admin: Machine, who: typeof ada): Promise<Machine> {
  const theirs = await machine()
  await theirs.open(who)
  await theirs.done(`account verify ${await fromMail(admin, who.email, 'account verify')}`)
  await theirs.login(who)
  return theirs
}

const guessByApi = (email: string) =>
  fetch(registry.url + api.session, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'not the password' }),
  })

/** Reads what a child shows, and answers it once. */
function answering(pattern: RegExp, answer: (found: string) => void): (child: ChildProcess) => void {
  return (child) => {
    let shown = ''
    let isAnswered = false
    child.stderr?.on('data', (chunk: Buffer) => {
      shown += chunk.toString()
      const found = pattern.exec(shown)?.[1]
      if (found === undefined || isAnswered) return
      isAnswered = true
      answer(found)
    })
  }
}

const codeOf = (uri: string) => (URI.parse(uri) as TOTP).generate()

test(
  'from the owner’s token to a second factor, a second device, a publisher and its member',
  { timeout: 300_000 },
  async () => {
    const admin = await administrator()
    expect(await admin.json('whoami')).toMatchObject({
      user: { email: owner.email },
      roles: ['admin'],
      publishers: [{ name: 'owner', role: 'owner' }],
      token: { name: expect.stringMatching(/^waybill on /) as string },
    })

    const first = await person(admin, ada)
    expect(await first.json('account show')).toMatchObject({
      user: { email: ada.email, password: true, totp: false },
    })
    const { users } = await admin.json('registry users')
    expect(users.map(({ email }: { email: string }) => email).toSorted()).toEqual([ada.email, owner.email])
    expect(await admin.json(`registry roles ${ada.email} reviewer`)).toMatchObject({ roles: ['reviewer'] })
    expect(await admin.json('registry users --role reviewer')).toMatchObject({
      users: [{ email: ada.email }],
    })
    expect(await first.at('registry users')).toMatchObject({ status: 6 })
    expect(await admin.json(`registry roles ${ada.email} --none`)).toMatchObject({ roles: [] })

    let uri = ''
    const on = await first.at('account totp on --password-stdin --json', undefined, {
      started(child) {
        child.stdin?.write(`${ada.password}\n`)
        answering(/(otpauth:\S+)/, (found) => {
          uri = found
          child.stdin?.end(`${codeOf(uri)}\n`)
        })(child)
      },
    })
    expect(on.status, on.stderr).toBe(0)
    const { recoveryCodes } = on.json() as { recoveryCodes: string[] }
    expect(recoveryCodes.length).toBe(10)
    expect(on.stdout).not.toContain('otpauth')

    const wrong = await first.at(`login --email ${ada.email} --password-stdin`, `${ada.password}\n000000\n`)
    expect([wrong.status, wrong.stderr]).toEqual([6, expect.stringContaining('code is wrong')])
    await (await machine()).login(ada, codeOf(uri))
    await (await machine()).login(ada, recoveryCodes[0])

    const second = await machine()
    let approved: Promise<Outcome> | undefined
    const device = await second.at('login --device --json', undefined, {
      started: answering(/approve (\S+)\n/, (code) => {
        approved = first.at(`account approve ${code} --password-stdin`, `${ada.password}\n${codeOf(uri)}\n`)
      }),
    })
    expect(await approved).toMatchObject({ status: 0 })
    expect(device.json()).toMatchObject({ user: { email: ada.email } })
    expect((await first.json('account sessions')).sessions).toEqual([])

    await first.done('org create acme')
    await second.done('keygen')
    const { email } = owner
    expect(await second.json(`org invite acme ${email} --role read`)).toMatchObject({ role: 'read' })
    const invitation = await fromMail(admin, email, 'org accept')
    expect(await admin.json(`org accept ${invitation}`)).toEqual({ publisher: 'acme', role: 'read' })
    expect(await admin.at(`org role acme ${email} owner`)).toMatchObject({ status: 6 })
    await first.done(`org role acme ${email.toUpperCase()} maintainer`)
    const { members } = await first.json('org show acme')
    expect(members).toMatchObject([
      { email: ada.email, role: 'owner' },
      { email, role: 'maintainer' },
    ])
    expect((await first.at('org leave acme')).stderr).toContain('last owner')
    const late = await first.json('org invite acme late@example.org')
    expect((await first.json('org invitations acme')).invitations).toMatchObject([{ id: late.id }])
    await first.done(`org invitations acme --revoke ${late.id as string}`)
    await admin.done('org leave acme')
    expect((await first.at(`org remove acme ${email}`)).stderr).toContain('no member')

    const artifact = join(second.folder, 'tool.tar.gz')
    await writeFile(artifact, await packPlugin('tool', '1.0.0'))
    const limited = await first.json('token create --name reader --action read --expires 30d')
    const env = { WAYBILL_TOKEN: limited.token as string }
    const publish = `publish ${artifact} --key ${join(second.home, 'keys/default.pem')}`
    const refused = await second.at(publish, undefined, { env })
    expect([refused.status, refused.stderr]).toEqual([6, expect.stringMatching(/read/)])
    await second.done(publish)
    expect((await first.json('token list')).tokens).toContainEqual(
      expect.objectContaining({ id: limited.id, actions: ['read'] }),
    )
    await first.done(`token revoke ${limited.id as string}`)
    expect((await second.at('whoami', undefined, { env })).stderr).toContain('revoked')

    const { token } = await second.json('whoami')
    expect(await second.json('logout')).toMatchObject({ forgotten: true, revoked: true })
    expect(await second.at('whoami')).toMatchObject({ status: 6 })
    expect(JSON.stringify(await first.json('token list'))).not.toContain(token.id)
  },
)

test('passwords: changed, forgotten and set anew by mail; wrong ones end in a wait that is named', async () => {
  const admin = await machine()
  await admin.login(owner)
  const bob = { email: 'bob@example.org', password: 'bob’s long password' }
  const his = await person(admin, bob)
  const next = 'another long password'
  await his.done('account password --password-stdin', `${bob.password}\n${next}\n`)
  await his.done(`account forgot-password --email ${bob.email}`)
  const reset = await fromMail(admin, bob.email, 'account reset-password')
  await his.done(`account reset-password ${reset} --password-stdin`, 'a third long password\n')
  const again = await his.at(`account reset-password ${reset} --password-stdin`, 'a fourth long one\n')
  expect(again.status).toBe(6)

  const guess = () => his.at(`login --email ${bob.email} --password-stdin`, `${next}\n`)
  const first = await guess()
  expect([first.status, first.stdout]).toEqual([6, ''])
  expect(first.stderr).toContain('password is wrong')
  for (let tries = 0; tries < 9; tries++) await guessByApi(bob.email)
  const locked = await guess()
  expect(locked.status).toBe(1)
  expect(locked.stderr).toMatch(/refused for \d+ seconds/)
})

test('without a terminal nothing is asked: what is missing is said', async () => {
  const { at } = await machine()
  const login = await at('login')
  expect(login.status).toBe(2)
  for (const way of ['--token', '--email', '--device']) expect(login.stderr).toContain(way)
  expect((await at('login --email a@example.org')).stderr).toContain('--password-stdin')
  expect((await at('login --email a@example.org --password-stdin', '')).stderr).toContain('no answer to')
  expect((await at('account forgot-password')).stderr).toContain('--email')
  expect(await at('account sessions --end x --end-others')).toMatchObject({ status: 2 })
})

test('a registry that is away: logout forgets all the same', async () => {
  const other = await startTestRegistry()
  const { at, done } = await machine(other.url)
  await done('login', await other.token('acme', 'publisher'))
  const stays = await at('logout --json')
  expect([stays.json().revoked, stays.stderr]).toEqual([false, expect.stringContaining('stays valid')])
  await done('login', await other.token('acme', 'publisher'))
  await other.remove()
  const out = await at('logout --json')
  expect(out.json()).toMatchObject({ forgotten: true, revoked: false })
  expect(out.stderr).toContain('was not revoked')
  expect(await at('whoami')).toMatchObject({ status: 6 })
})

test.runIf(process.platform === 'linux').each([
  ['login', 'Waiting for', 'nothing was kept'],
  [`login --email ${ada.email}`, 'Password of', 'nothing was changed'],
])('on a terminal, Ctrl-C at “%s” leaves nothing', async (args, shows, says) => {
  const { home } = await machine()
  // A question is wrapped at the terminal's width, which is none at first.
  const line = `stty cols 100; '${process.execPath}' '${command}' ${args} --registry ${registry.url}`
  const outcome = await runProcess('script', ['-qec', line, '/dev/null'], {
    env: { WAYBILL_HOME: home },
    started(child) {
      let shown = ''
      child.stdout?.on('data', (chunk: Buffer) => {
        shown += chunk.toString()
        if (shown.includes(shows)) child.stdin?.end('\x03')
      })
    },
  })
  expect(outcome.status, outcome.stdout).toBe(130)
  expect(outcome.stdout).toContain(says)
  if (args === 'login') expect(outcome.stdout).toContain('waybill account approve')
  await expect(stat(join(home, 'credentials.json'))).rejects.toThrow()
})
