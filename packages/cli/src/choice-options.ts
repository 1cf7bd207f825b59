import type { ChoiceOptions, FollowOptions, SourceOptions } from '@waybill/client'
import { ConflictStrategy } from '@waybill/core/resolver'
import { parseDuration } from '@waybill/core/units'
import { InvalidArgumentError, Option, type Command } from 'commander'
import type { Context } from './context.ts'
import { followInstall } from './install-events.ts'
import { canAsk, confirm } from './terminal/ask.ts'

/** Flags of every command that chooses versions. */
export interface ChoiceFlags {
  strategy?: ConflictStrategy
  pre?: true
  audit?: true
  minimumReleaseAge?: string
  override?: Record<string, string>
  offline?: true
}

export function addChoiceOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--strategy <which>', 'which of several versions that would do').choices(
        Object.values(ConflictStrategy),
      ),
    )
    .option('--pre', 'let pre-releases count as any version')
    .option('--audit', 'leave versions out that have an open advisory of severity high or critical')
    .option('--minimum-release-age <time>', 'leave versions out that are younger, such as 3d', readAge)
    .option('--override <name=requirement>', 'replace what everybody requires of a package', readPair)
    .option('--offline', 'use only what is kept on this machine')
}

export function choiceOf(context: Context, flags: ChoiceFlags): ChoiceOptions & SourceOptions {
  return {
    registry: context.registry,
    offline: flags.offline,
    strategy: flags.strategy,
    allowPrerelease: flags.pre,
    securityAuditRequired: flags.audit,
    minimumReleaseAge: flags.minimumReleaseAge,
    overrides: flags.override,
  }
}

/** Shows the plan and asks, on a terminal and unless `--yes`; tells of progress. Call `end` when it is over. */
export function followOf(context: Context, flags: { yes?: true }): FollowOptions & { end: () => void } {
  const follow = followInstall(context.out)
  return {
    ...(!flags.yes && canAsk(context) ? { confirm: () => confirm('Go on?') } : {}),
    ...follow,
    signal: context.signal,
  }
}

/** Collects `key=value` pairs of an option that may be repeated. */
export function readPair(text: string, before: Record<string, string> = {}): Record<string, string> {
  const equals = text.indexOf('=')
  if (equals > 0) return { ...before, [text.slice(0, equals)]: text.slice(equals + 1) }
  throw new InvalidArgumentError('It must be of the form name=value.')
}

/** Collects names of an option that may be repeated, or that has several with commas between them. */
export function readNames(text: string, before: readonly string[] = []): string[] {
  return [
    ...before,
    ...text
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean),
  ]
}

function readAge(text: string): string {
  try {
    parseDuration(text)
    return text
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error))
  }
}
