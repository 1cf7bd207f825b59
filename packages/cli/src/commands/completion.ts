import { Argument, type Command } from 'commander'
import { completionScript, shells, type Shell } from '../completion/scripts.ts'
import { describeCommands } from '../completion/describe.ts'
import { contextOf } from '../context.ts'
import { examples } from '../define.ts'

export function define(command: Command): void {
  command
    .description(
      'Print a script that completes commands, options and names of installed plugins in your shell.',
    )
    .addArgument(new Argument('<shell>', 'your shell').choices(shells))
    .action(run)
  examples(
    command,
    ['source <(waybill completion bash)', 'bash, in ~/.bashrc'],
    ['waybill completion zsh > ~/.zfunc/_waybill', 'zsh, in a folder of $fpath'],
    ['waybill completion fish | source', 'fish, in config.fish'],
    ['waybill completion powershell | Out-String | Invoke-Expression', 'PowerShell, in $PROFILE'],
  )
}

async function run(shell: Shell, _: unknown, command: Command): Promise<void> {
  const program = command.parent ?? command
  const script = completionScript(shell, program.name(), await describeCommands(program))
  contextOf(command).out.result({ shell, script }, () => script)
}
