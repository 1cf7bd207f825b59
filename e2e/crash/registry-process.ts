/** A registry as a process of its own, to be killed: prints its address and owner token as one JSON line. */
import { startRegistry } from '@waybill/server'

const [data = ''] = process.argv.slice(2)
const registry = await startRegistry({ data, port: 0, log: 'error' })
process.stdout.write(`${JSON.stringify({ url: registry.url, ownerToken: registry.ownerToken })}\n`)
process.once('SIGTERM', () => void registry.stop().then(() => process.exit(0)))
