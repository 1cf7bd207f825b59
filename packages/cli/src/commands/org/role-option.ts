import { memberRoles } from '@waybill/client'
import { Argument, Option } from 'commander'

/** Roles of members, from most to least, as an option and as an argument. */
export const roleOption = () =>
  new Option('--role <role>', 'what they may do').choices(memberRoles).default('publisher')

export const roleArgument = () => new Argument('<role>', 'what they may do').choices(memberRoles)
