import { api } from '@waybill/core/paths'
import { z } from 'zod'
import type { HttpApp } from '../platform/http/index.ts'
import * as domains from './domains.ts'
import * as view from './publisher-view.ts'
import { domain, publisherView, role } from './publisher-shapes.ts'
import * as publishers from './publishers.ts'

const nothing = z.object({})
const params = z.object({ publisher: z.string().max(100) })

/** Routes of publishers, their members and invitations. */
export function publisherRoutes(
  app: HttpApp,
  context: domains.DomainContext & view.PublisherViewContext,
): void {
  app.post(
    api.publishers,
    {
      config: { operation: 'publisher.create' },
      schema: {
        summary: 'Take a publisher name; whoever takes it owns it',
        tags: ['publishers'],
        body: z.strictObject({
          name: z.string().max(200),
          kind: z.enum(['user', 'organization']).default('organization'),
        }),
        response: { 201: z.object({ name: z.string() }) },
      },
    },
    async (request, reply) =>
      reply.status(201).send(await publishers.createPublisher(context, request.actor, request.body)),
  )
  app.get(
    api.publishers,
    {
      config: { operation: 'account.read' },
      schema: {
        summary: 'The publishers that one is a member of',
        tags: ['publishers'],
        response: {
          200: z.object({
            publishers: z.array(
              z.object({ name: z.string(), kind: z.string(), role, domain: domain.optional() }),
            ),
          }),
        },
      },
    },
    async (request) => ({ publishers: await view.listPublishers(context, request.actor) }),
  )
  app.get(
    api.publisher,
    {
      config: { operation: 'publisher.read' },
      schema: {
        summary: 'A publisher with its members, open invitations, keys and packages',
        tags: ['publishers'],
        params,
        response: { 200: publisherView },
      },
    },
    (request) => view.readPublisher(context, request.actor, request.params.publisher),
  )
  app.post(
    api.publisherDomain,
    {
      config: { operation: 'publisher.verify' },
      schema: {
        summary: 'Say which domain is to be proven; the answer says how',
        tags: ['publishers'],
        params,
        body: z.strictObject({ domain: z.string().max(260) }),
        response: {
          200: z.object({
            domain: z.string(),
            txt: z.object({ name: z.string(), value: z.string() }),
            file: z.object({ url: z.string(), line: z.string() }),
            instructions: z.string(),
          }),
        },
      },
    },
    (request) => domains.claimDomain(context, request.actor, { ...request.params, ...request.body }),
  )
  app.put(
    api.publisherDomain,
    {
      config: { operation: 'publisher.verify' },
      schema: {
        summary: 'Look for the proof of the domain now',
        tags: ['publishers'],
        params,
        response: {
          200: z.object({
            domain: z.string(),
            verified: z.boolean(),
            method: z.enum(['dns', 'well-known']).optional(),
            reason: z.string().optional(),
          }),
        },
      },
    },
    (request) => domains.proveDomain(context, request.actor, request.params.publisher),
  )
  app.delete(
    api.publisherDomain,
    {
      config: { operation: 'publisher.verify' },
      schema: { summary: 'Forget the domain', tags: ['publishers'], params, response: { 200: nothing } },
    },
    async (request) => {
      await domains.dropDomain(context, request.actor, request.params.publisher)
      return {}
    },
  )
  const member = z.object({ publisher: z.string().max(100), user: z.string().max(100) })
  app.put(
    api.member,
    {
      config: { operation: 'member.change' },
      schema: {
        summary: 'Give a member another role',
        tags: ['publishers'],
        params: member,
        body: z.strictObject({ role }),
        response: { 200: nothing },
      },
    },
    async (request) => {
      const { publisher, user: userId } = request.params
      await publishers.changeMember(context, request.actor, { publisher, userId, role: request.body.role })
      return {}
    },
  )
  app.delete(
    api.member,
    {
      config: { operation: 'member.leave' },
      schema: {
        summary: 'End a membership: one’s own, or another’s as its manager',
        tags: ['publishers'],
        params: member,
        response: { 200: nothing },
      },
    },
    async (request) => {
      const { publisher, user: userId } = request.params
      await publishers.changeMember(context, request.actor, { publisher, userId, role: undefined })
      return {}
    },
  )
  app.post(
    api.invitations,
    {
      config: { operation: 'member.invite' },
      schema: {
        summary: 'Invite an address, or offer it the ownership; a mail carries the token',
        tags: ['publishers'],
        params,
        body: z.strictObject({
          email: z.email().max(254),
          role: role.default('publisher'),
          transfers: z.boolean().default(false),
        }),
        response: { 201: z.object({ id: z.string(), expiresAt: z.date() }) },
      },
    },
    async (request, reply) => {
      const { transfers, email, role: asked } = request.body
      const invitation = await publishers.invite(context, request.actor, {
        publisher: request.params.publisher,
        email,
        role: transfers ? 'owner' : asked,
        transfers,
      })
      return reply.status(201).send(invitation)
    },
  )
  app.delete(
    api.invitation,
    {
      config: { operation: 'member.invite' },
      schema: {
        summary: 'Take an invitation back',
        tags: ['publishers'],
        params: z.object({ publisher: z.string().max(100), id: z.string().max(100) }),
        response: { 200: nothing },
      },
    },
    async (request) => {
      await publishers.revokeInvitation(context, request.actor, request.params)
      return {}
    },
  )
  app.get(
    api.invitationAcceptance,
    {
      config: { operation: 'invitation.accept' },
      schema: {
        summary: 'What an invitation offers, for the account it was sent to',
        tags: ['publishers'],
        querystring: z.object({ token: z.string().max(200) }),
        response: {
          200: z.object({
            publisher: z.string(),
            role,
            transfers: z.boolean().describe('the ownership of the publisher is offered'),
            invitedBy: z.string(),
            expiresAt: z.date(),
          }),
        },
      },
    },
    (request) => publishers.readInvitation(context, request.actor, request.query.token),
  )
  app.post(
    api.invitationAcceptance,
    {
      config: { operation: 'invitation.accept' },
      schema: {
        summary: 'Accept an invitation with the token of its mail',
        tags: ['publishers'],
        body: z.strictObject({ token: z.string().max(200) }),
        response: { 200: z.object({ publisher: z.string(), role }) },
      },
    },
    (request) => publishers.acceptInvitation(context, request.actor, request.body.token),
  )
}
