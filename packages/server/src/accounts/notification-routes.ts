import { api } from '@waybill/core/paths'
import { z } from 'zod'
import { authorize, type Actor } from '../access/index.ts'
import type { Database } from '../platform/database/index.ts'
import type { HttpApp } from '../platform/http/index.ts'
import * as store from './store/index.ts'

const wishes = {
  submissions: z.boolean().describe('what becomes of one’s submissions'),
  reviews: z.boolean().describe('submissions that wait for a reviewer, where one is a reviewer'),
  purchases: z.boolean().describe('what one bought'),
}
const response = { 200: z.object(wishes) }

/** Which mails an account wants. Those about its security always go. */
export function notificationRoutes(app: HttpApp, { database }: { database: Database }): void {
  const own = (actor: Actor | undefined) => authorize(actor, 'account.change').user?.id ?? ''
  app.get(
    api.notifications,
    {
      config: { operation: 'account.change' },
      schema: { summary: 'Which mails the account wants', tags: ['account'], response },
    },
    (request) => store.wishesOf(database, own(request.actor)),
  )
  app.put(
    api.notifications,
    {
      config: { operation: 'account.change' },
      schema: {
        summary: 'Choose which mails the account gets; those about its security always go',
        tags: ['account'],
        body: z.strictObject(wishes),
        response,
      },
    },
    async (request) => {
      await store.putWishes(database, own(request.actor), request.body)
      return request.body
    },
  )
}
