import { api } from '@waybill/core/paths'
import { z } from 'zod'
import type { HttpApp } from '../platform/http/index.ts'
import type { AccountContext } from './account.ts'
import * as device from './device.ts'
import { label } from './label.ts'

const nothing = z.object({})
const userCode = z.object({ userCode: z.string().min(4).max(40) })

/** Devices that sign in with a code. */
export function deviceRoutes(app: HttpApp, context: AccountContext): void {
  app.post(
    api.deviceCode,
    {
      config: { operation: 'device.ask' },
      schema: {
        summary: 'Ask for a code to show to the user (RFC 8628)',
        tags: ['account'],
        response: {
          200: z.object({
            deviceCode: z.string(),
            userCode: z.string(),
            verificationUri: z.string().describe('the page that asks for the code'),
            verificationUriComplete: z.string().describe('the same, with the code'),
            expiresIn: z.number().describe('seconds'),
            interval: z.number().describe('seconds between two tries'),
          }),
        },
      },
    },
    (request, reply) => device.askDeviceCode(context, request, reply),
  )
  app.post(
    api.deviceToken,
    {
      config: { operation: 'device.ask' },
      schema: {
        summary: 'Exchange an approved code for a token; “device.pending” until it is approved',
        tags: ['account'],
        body: z.strictObject({ deviceCode: z.string().max(200), name: label }),
        response: { 201: z.object({ id: z.string(), token: z.string(), expiresAt: z.date() }) },
      },
    },
    async (request, reply) =>
      reply.status(201).send(await device.redeemDeviceCode(context, request, reply, request.body)),
  )
  app.get(
    api.deviceApproval,
    {
      config: { operation: 'device.approve' },
      schema: {
        summary: 'What the code of a device asks for, before it is approved',
        tags: ['account'],
        params: userCode,
        response: {
          200: z.object({
            userCode: z.string(),
            client: z.string(),
            actions: z.array(z.string()).describe('what its token may be used for'),
            packages: z.array(z.string()),
            tokenDays: z.int(),
            expiresAt: z.date(),
            askedFrom: z.object({ address: z.string(), program: z.string().optional() }).optional(),
          }),
        },
      },
    },
    (request) => device.readDevice(context, request.actor, request.params.userCode),
  )
  const answer = { tags: ['account'], params: userCode, response: { 200: nothing } }
  app.post(
    api.deviceApproval,
    {
      config: { operation: 'device.approve' },
      schema: { summary: 'Sign the device in that shows this code', ...answer },
    },
    async (request, reply) => {
      await device.answerDevice(context, request, reply, { ...request.params, approve: true })
      return {}
    },
  )
  app.delete(
    api.deviceApproval,
    {
      config: { operation: 'device.approve' },
      schema: { summary: 'Refuse the code of a device', ...answer },
    },
    async (request, reply) => {
      await device.answerDevice(context, request, reply, { ...request.params, approve: false })
      return {}
    },
  )
}
