import { PluginHost } from '@waybill/client'
import { isWaybillError, WaybillError } from '@waybill/core/errors'
import type { Command } from 'commander'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'
import { homeOf } from '../session.ts'

export function define(command: Command): void {
  command
    .description(
      'Run an installed plugin: imports its entry point and calls its “run” with { args, write, load }. “load” gives the module of another installed plugin. The plugin runs with all your rights.',
    )
    .argument('<name>', 'the plugin')
    .argument('[args...]', 'what it is given; after “--” when they begin with a dash')
    .action(run)
  examples(
    command,
    ['waybill run sales-digest', 'run it'],
    ['waybill run sales-digest -- sales.csv --top 3', 'with arguments'],
  )
}

async function run(name: string, args: string[], _: unknown, command: Command): Promise<void> {
  const context = contextOf(command)
  const host = await PluginHost.open(await homeOf(context))
  const start = await entryOf(host, name)
  const written: string[] = []
  const write = (text: string) => void (context.json ? written.push(text) : process.stdout.write(text))
  const load = (other: string) => host.import(other)
  try {
    await start({ args, write, load, signal: context.signal })
  } catch (error) {
    if (isWaybillError(error)) throw error
    throw failedInside(name, error)
  }
  if (context.json) context.out.result({ name, output: written.join('') }, () => '')
}

type Start = (given: object) => unknown

async function entryOf(host: PluginHost, name: string): Promise<Start> {
  const module = await host.import(name).catch((error: unknown) => {
    throw isWaybillError(error) ? error : failedInside(name, error)
  })
  if (typeof module.run === 'function') return module.run as Start
  throw new WaybillError(
    'usage.invalid',
    `${name} has no “run”: it is a library for other plugins, or for another host.`,
    {
      hint: '“waybill info” shows what it is for.',
    },
  )
}

function failedInside(name: string, cause: unknown): WaybillError {
  const message = cause instanceof Error ? cause.message : String(cause)
  return new WaybillError('internal.failed', `${name} failed: ${message}`, {
    hint: 'This comes from the plugin, not from Waybill; --debug shows where.',
    cause,
  })
}
