import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import { randomUUID } from 'node:crypto'
import multipart from '@fastify/multipart'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { api } from '@waybill/core/paths'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyContextConfig } from 'fastify'
import {
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import type { Logger } from '../log.ts'
import { useProblems } from './problems.ts'
import { refuseUnkeepable } from './text.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** JSON Schema of a multipart form, for the API’s description. */
    form?: object
  }
}

export interface HttpOptions {
  log: Logger
  /** Most bytes of a request body that is not an upload. */
  bodyBytes: number
  /** Sees each request first; true when it answered it. Reads of the tree take this way, past the framework. */
  first: (request: IncomingMessage, response: ServerResponse) => boolean
  /** What the API’s description says of a route besides its schema: who may call it. */
  describe: (config: FastifyContextConfig) => object
  /** Proxies, as addresses or ranges, whose word on the caller's address is taken. */
  trustedProxies: readonly string[]
}

/** The HTTP application without routes: schemas, OpenAPI at `/api/openapi.json`, reference page, problem documents. */
export async function createHttp(options: HttpOptions) {
  // The interface alone, so that the type of the application does not depend on pino’s.
  const log: FastifyBaseLogger = options.log
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.bodyBytes,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 300 },
    serverFactory: (handler) => {
      const server = createServer({ keepAlive: true, noDelay: true }, (request, response) => {
        if (!options.first(request, response)) handler(request, response)
      })
      server.keepAliveTimeout = 65_000
      // Uploads may take long; a connection that sends nothing at all for a minute is cut.
      server.requestTimeout = 0
      server.headersTimeout = 60_000
      server.setTimeout(60_000)
      return server
    },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  useProblems(app)
  app.addHook('preValidation', async ({ is404, params, query, body }) => {
    if (!is404) refuseUnkeepable({ params, query, body })
  })
  app.addHook('onSend', async (request, reply) => {
    reply.header('x-content-type-options', 'nosniff').header('x-request-id', request.id)
    if (request.url.startsWith('/api/v1/') && !reply.hasHeader('cache-control'))
      reply.header('cache-control', 'no-store')
  })
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        // Without its query, which may hold a token of a mail.
        url: request.url.split('?')[0],
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    )
  })
  await app.register(multipart)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Waybill registry',
        version: '1',
        description: 'Publish, sign and manage packages. Reads are static files of the registry tree.',
      },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', bearerFormat: 'wb_…' },
          session: { type: 'apiKey', in: 'cookie', name: 'waybill.session_token' },
        },
      },
    },
    transform: (input) => {
      const { schema, url } = jsonSchemaTransform(input)
      // A form is read as a stream, not validated as a body; its fields are told here all the same.
      const config = input.route.config ?? {}
      const described = { ...schema, ...options.describe(config) }
      return { schema: config.form ? { ...described, body: config.form } : described, url }
    },
  })
  await app.register(swaggerUi, {
    routePrefix: api.docs,
    theme: {
      title: 'Waybill API',
      css: [{ filename: 'waybill.css', content: '.swagger-ui .topbar { display: none }' }],
    },
  })
  app.get(api.openapi, { schema: { hide: true } }, () => app.swagger())
  return app
}

export type HttpApp = Awaited<ReturnType<typeof createHttp>>
