import type { FastifyInstance } from 'fastify'
import { authorize, ruleOf, type Actor, type Operation } from '../access/index.ts'
import type { HttpApp } from '../platform/http/index.ts'
import type { Authenticate } from './authenticate.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set before any handler runs. */
    actor: Actor | undefined
  }
  interface FastifyContextConfig {
    /** The operation of the access table that the route carries out; a route without one does not start. */
    operation?: Operation
  }
}

/** Routes that are no operation: what describes the API. */
const described = ['/api/docs', '/api/openapi.json']

/**
 * Asks the access table about every request before anything of it is read, and refuses to start with a route that names
 * no operation of it. What a request touches is asked again by its operation, once it is known.
 */
export function guardRoutes(app: HttpApp, authenticate: Authenticate): void {
  const bare = app as unknown as FastifyInstance
  bare.decorateRequest('actor', undefined)
  bare.addHook('onRoute', (route) => {
    if (route.config?.operation === undefined && !described.some((path) => route.url.startsWith(path)))
      throw new Error(`the route ${String(route.method)} ${route.url} names no operation`)
  })
  bare.addHook('onRequest', async (request) => {
    const { operation } = request.routeOptions.config
    if (operation === undefined) return
    request.actor = await authenticate(request)
    if (ruleOf(operation).anyone && !request.actor) return
    authorize(request.actor, operation)
  })
}

/** What the API’s description says of a route’s operation. */
export function describeOperation(operation: Operation | undefined): object {
  if (operation === undefined) return {}
  const { anyone, action, members = [], operators = [], account, signedIn } = ruleOf(operation)
  return {
    'x-operation': operation,
    'x-action': action,
    'x-roles': anyone
      ? ['anyone']
      : account
        ? ['account']
        : signedIn
          ? ['signed in']
          : [...members, ...operators],
    security: anyone ? [] : [{ token: [] }, { session: [] }],
  }
}
