import { PluginHost, servePlugins } from '@waybill/client'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples, wholeNumber } from '../define.ts'
import { untilInterrupted } from '../interrupt.ts'
import { homeOf } from '../session.ts'

export function define(command: Command): void {
  command
    .description(
      'Serve installed plugins over HTTP until it is interrupted. GET / lists them, GET /healthz says that it is alive; POST /plugins/NAME with {"args": […]} calls a plugin’s “run” and gives what it writes; a plugin that exports “handle” gets every request below /plugins/NAME/ as a web Request and answers with a Response. The plugins run with all your rights.',
    )
    .option('--port <port>', 'where to listen; 0 for any free port', wholeNumber(0, 65_535), 3000)
    .option('--host <address>', 'the address to listen on', '127.0.0.1')
    .action(run)
  examples(
    command,
    ['waybill serve', 'on 127.0.0.1:3000'],
    ['waybill serve --host 0.0.0.0 --port 8080', 'for others too, in a container'],
  )
}

async function run(flags: { port: number; host: string }, command: Command): Promise<void> {
  const context = contextOf(command)
  const host = await PluginHost.open(await homeOf(context))
  const server = await servePlugins(host, flags)
  context.out.result({ url: server.url }, () => `Serving plugins at ${server.url}`)
  await untilInterrupted()
  await server.close()
}
