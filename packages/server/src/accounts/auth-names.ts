/** Names that better-auth and our routes onto it agree on; apart from it, as it is loaded at first need. */

/** Where better-auth believes to be mounted; nobody reaches it there: `sign-in-routes.ts` calls it. */
export const authBase = '/api/auth'

export const cookiePrefix = 'waybill'

/** The one client that may ask for device codes: our command line. */
export const deviceClient = 'waybill-cli'

/** Set by us from the connection, whatever the client sent. */
export const clientAddressHeader = 'x-waybill-client-address'
