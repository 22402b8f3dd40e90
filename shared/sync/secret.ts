import type { OfflineCommandName } from '#shared/commands.ts'

/** The commands of which a phone stores nothing but the fields named here, once the server has decided. */
const secret = { 'polls.vote': ['pollId'] } as const satisfies Partial<Record<OfflineCommandName, string[]>>

export const isSecret = (name: string): boolean => Object.hasOwn(secret, name)

/** What stays on the phone of a decided command's input. */
export function withoutSecret(name: string, input: unknown): unknown {
  if (!isSecret(name)) return input
  const fields: readonly string[] = secret[name as keyof typeof secret]
  return Object.fromEntries(Object.entries(input ?? {}).filter(([field]) => fields.includes(field)))
}
