import type { OfflineCommandName } from '#shared/commands.ts'

/** Commands of whose input a phone stores only the named fields, once the server has decided. */
const secret = { 'polls.vote': ['pollId'] } as const satisfies Partial<Record<OfflineCommandName, string[]>>

export const isSecret = (name: string): boolean => Object.hasOwn(secret, name)

/** The part of a decided command's input that stays on the phone. */
export function withoutSecret(name: string, input: unknown): unknown {
  if (!isSecret(name)) return input
  const fields: readonly string[] = secret[name as keyof typeof secret]
  return Object.fromEntries(Object.entries(input ?? {}).filter(([field]) => fields.includes(field)))
}
