import { hearInterrupts, interruptExit, wasCutShort } from './interrupt.ts'
import { createProgram } from './program.ts'
import { report } from './report.ts'

async function main(name: string, args: readonly string[]): Promise<number> {
  const program = createProgram(name)
  try {
    if (args.length === 0) program.outputHelp()
    else await program.parseAsync(helpLast(args), { from: 'user' })
    return wasCutShort() ? interruptExit() : 0
  } catch (error) {
    const { json = false, debug = false } = program.opts<{ json?: boolean; debug?: boolean }>()
    // Wrong usage may stop the parser before it sees the option.
    return report(error, { json: json || args.includes('--json'), debug: debug || args.includes('--debug') })
  }
}

/** `help pack` as `pack --help`: a command is completed only when it is chosen. */
function helpLast(args: readonly string[]): string[] {
  return args[0] === 'help' ? [...args.slice(1), '--help'] : [...args]
}

/** A reader such as `head` may leave early: no reason to fail, nor to stop what has begun. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
}

/** Runs the command under the name it was called by, and ends the process with its exit code. */
export async function run(name: string): Promise<void> {
  outliveReaders()
  hearInterrupts()
  process.exitCode = await main(name, process.argv.slice(2))
  // Connections that are kept open for a next request must not keep the command.
  process.stdout.write('', () => process.exit())
}
