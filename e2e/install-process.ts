/** Installs in a process of its own, to be killed: `install-process.ts HOME CACHE NAME…`. */
import { Installer, openHome } from '@waybill/client'

const [path = '', cache = '', ...names] = process.argv.slice(2)
const home = await openHome({ path, cache })
const installer = await Installer.open(home)
process.stdout.write('started\n')
await installer.install({ names, onWait: (holder) => process.stdout.write(`waits for ${holder?.pid}\n`) })
process.stdout.write('done\n')
