#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
import { start } from './start.js'

await start('qirvo')
