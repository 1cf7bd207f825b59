import { WaybillError } from '@waybill/core/errors'
import { api } from '@waybill/core/paths'
import type { FastifyReply } from 'fastify'
import type { z } from 'zod'
import type { HttpApp } from '../platform/http/index.ts'
import type { Settings } from '../platform/settings.ts'
import { answerCache } from './cache.ts'
import { home } from './home.ts'
import { search, type SearchContext } from './search.ts'
import {
  ecosystemAnswer,
  homeAnswer,
  searchAnswer,
  searchQuery,
  suggestionsAnswer,
  suggestionsQuery,
  type SearchQuery,
} from './shapes.ts'
import { suggest } from './suggest.ts'

export interface SearchRouteOptions {
  readonly settings: Settings
  readonly url: () => string
  readonly fingerprint: string
  readonly search: SearchContext
  /** Answers are kept so many milliseconds. */
  readonly keptFor: number
}

const answerBytes = 24 * 1024 * 1024

/** Routes of search, all open to everybody; `changed` drops the answers that were kept. */
export function searchRoutes({ settings, url, fingerprint, search: context, keptFor }: SearchRouteOptions) {
  const answers = answerCache<string>({
    bytes: answerBytes,
    milliseconds: keptFor,
    bytesOf: (text) => 2 * text.length,
  })

  /** Answers with a text that was made by the route's schema once, and is sent as it is from then on. */
  async function send<T extends z.ZodType>(
    reply: FastifyReply,
    { key, schema, make }: { key: string; schema: T; make: () => Promise<z.input<T>> },
  ): Promise<never> {
    const text = await answers.get(key, async () => JSON.stringify(schema.parse(await make().catch(explain))))
    return reply.type('application/json; charset=utf-8').send(text) as never
  }

  function bind(app: HttpApp): void {
    app.get(
      api.search,
      {
        config: { operation: 'registry.read' },
        schema: {
          summary: 'Packages that fit words and filters',
          description:
            'All words must occur in name, title, tags, description or, where those find few, in the README. The answer is a hint, and not signed: whatever is installed is verified through the signed tree. See docs/search.md.',
          tags: ['search'],
          querystring: searchQuery,
          response: { 200: searchAnswer },
        },
      },
      (request, reply) =>
        send(reply, {
          key: keyOf(request.query),
          schema: searchAnswer,
          make: () => search(context, request.query),
        }),
    )
    app.get(
      api.suggestions,
      {
        config: { operation: 'registry.read' },
        schema: {
          summary: 'What could be meant by the beginning of a search',
          tags: ['search'],
          querystring: suggestionsQuery,
          response: { 200: suggestionsAnswer },
        },
      },
      (request, reply) =>
        send(reply, {
          key: `suggest ${request.query.q}`,
          schema: suggestionsAnswer,
          make: () => suggest(context, request.query.q),
        }),
    )
    app.get(
      api.home,
      {
        config: { operation: 'registry.read' },
        schema: {
          summary: 'Featured, trending, new and popular packages, and the categories',
          tags: ['search'],
          response: { 200: homeAnswer },
        },
      },
      (_request, reply) => send(reply, { key: 'home', schema: homeAnswer, make: () => home(context) }),
    )
    app.get(
      api.ecosystem,
      {
        config: { operation: 'registry.read' },
        schema: {
          summary: 'Name, words, colours and categories of the ecosystem, and what this registry offers',
          tags: ['search'],
          response: { 200: ecosystemAnswer },
        },
      },
      () => {
        const { id, name, tagline, words, accent, categories } = settings.ecosystem
        return {
          id,
          name,
          tagline,
          words,
          colours: { accent },
          categories,
          review: settings.review,
          billing: settings.billing.stripe !== undefined,
          registry: { url: url(), fingerprint },
        }
      },
    )
  }

  return { bind, changed: () => answers.clear() }
}

/** Equal questions have equal keys, in whatever order they were asked. */
function keyOf(query: SearchQuery): string {
  const entries = Object.entries({ ...query, q: query.q.trim() }).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.toSorted() : value,
  ])
  return `search ${JSON.stringify(entries.sort())}`
}

/** PostgreSQL gave the statement up. */
const statementTimeout = '57014'

function explain(cause: unknown): never {
  if ((cause as { code?: string }).code !== statementTimeout) throw cause
  throw new WaybillError('search.too_slow', 'The search took longer than 2 seconds and was given up.', {
    hint: 'Search for fewer or rarer words, or try again in a moment.',
    cause,
  })
}
