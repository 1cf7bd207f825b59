import { WaybillError } from '@waybill/core/errors'
import { pages } from '@waybill/core/paths'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { authorize, type Actor } from '../access/index.ts'
import { networkOf, takeAllowance } from '../platform/allowance.ts'
import type { AccountContext } from './account.ts'
import { deviceClient } from './auth-names.ts'
import { forward } from './forward.ts'
import * as store from './store/index.ts'
import { createUserToken, type NewToken } from './tokens.ts'

/** Tokens that a device gets last so long. */
const deviceTokenDays = 90

/** A code to show to the user and one to ask with (RFC 8628). */
export async function askDeviceCode(context: AccountContext, request: FastifyRequest, reply: FastifyReply) {
  await takeAllowance(context, `device from ${networkOf(request.ip)}`, { most: 30, seconds: 900 })
  const { json } = await forward(await context.auth(), request, reply, {
    method: 'POST',
    path: '/device/code',
    body: { client_id: deviceClient },
  })
  const deviceCode = String(json.device_code)
  const userCode = String(json.user_code)
  const agent = request.headers['user-agent']
  await store.noteDevice(context.database, deviceCode, {
    asked_from: request.ip,
    asked_with: agent === undefined ? null : shown(agent),
  })
  const verificationUri = context.url() + pages.device
  return {
    deviceCode,
    userCode,
    verificationUri,
    verificationUriComplete: `${verificationUri}?${new URLSearchParams({ code: userCode }).toString()}`,
    expiresIn: Number(json.expires_in),
    interval: Number(json.interval),
  }
}

/** Exchanges an approved device code for a token, once. Throws `device.pending`, `device.refused` or `account.code_invalid`. */
export async function redeemDeviceCode(
  context: AccountContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { deviceCode, name }: { deviceCode: string; name: string },
): Promise<NewToken & { expiresAt: Date }> {
  const { json } = await forward(await context.auth(), request, reply, {
    method: 'POST',
    path: '/device/token',
    body: {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: deviceCode,
      client_id: deviceClient,
    },
  })
  const { database, clock, notices } = context
  // better-auth gives a session; a device gets a token instead, which can be seen, limited and revoked.
  const user = await store.takeSession(database, String(json.access_token))
  if (!user) throw new WaybillError('account.code_invalid', 'The code was used already.')
  const expiresAt = new Date(clock().getTime() + deviceTokenDays * 24 * 3600 * 1000)
  const token = await createUserToken(database, user.id, { name, expiresAt })
  await notices.changed(user.email, `A device was signed in with a code: “${name}”.`)
  return { ...token, expiresAt }
}

/** Lookups and answers of one account; so few that codes are not guessed. */
const answers = { most: 10, seconds: 900 }

/**
 * What the code of a device asks for: to be read before it is approved. Changes nothing, and takes no code for the one who
 * looks. Throws `account.code_invalid` for a code that is unknown, answered or over.
 */
export async function readDevice(context: AccountContext, actor: Actor | undefined, userCode: string) {
  const { user } = authorize(actor, 'device.approve')
  await takeAllowance(context, `user code seen by ${user?.id}`, answers)
  const plain = userCode.replaceAll(/[^a-zA-Z0-9]/g, '').toUpperCase()
  const device = await store.openDevice(context.database, plain, context.clock())
  if (!device)
    throw new WaybillError('account.code_invalid', 'There is no such code, or it is over.', {
      hint: 'Run “waybill login” again on the device that shows it.',
    })
  return {
    userCode: device.user_code,
    client: device.client_id ?? '',
    // A device gets a token that may do all that its account may.
    actions: ['*'],
    packages: ['*'],
    tokenDays: deviceTokenDays,
    expiresAt: device.expires_at,
    ...(device.asked_from === null
      ? {}
      : {
          askedFrom: {
            address: device.asked_from,
            ...(device.asked_with === null ? {} : { program: device.asked_with }),
          },
        }),
  }
}

/** What a device says of itself is text for a page: bounded, and nothing in it that misleads the eye. */
const shown = (text: string) => text.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]+/gu, ' ').slice(0, 200)

/** Approves or refuses the code that a device shows. */
export async function answerDevice(
  context: AccountContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { userCode, approve }: { userCode: string; approve: boolean },
): Promise<void> {
  authorize(request.actor, 'device.approve')
  await takeAllowance(context, `user code by ${request.actor?.user?.id}`, answers)
  await forward(await context.auth(), request, reply, {
    method: 'GET',
    path: `/device?user_code=${encodeURIComponent(userCode)}`,
    body: undefined,
  })
  await forward(await context.auth(), request, reply, {
    method: 'POST',
    path: approve ? '/device/approve' : '/device/deny',
    body: { userCode },
  })
}
