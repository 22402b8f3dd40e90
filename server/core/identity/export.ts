import type { Reader } from '#server/database/database.ts'
import type { QueryContext } from '#server/sync/context.ts'
import { desc, eq } from 'drizzle-orm'
import { findAccount } from './accounts.ts'
import { sessions } from './tables.ts'

const sessionDates = (read: Reader, accountId: string) =>
  read.select({ createdAt: sessions.createdAt, seenAt: sessions.seenAt, expiresAt: sessions.expiresAt })
    .from(sessions)
    .where(eq(sessions.accountId, accountId))
    .orderBy(desc(sessions.createdAt))

/** Everything one room keeps of the person who asks. */
type ExportPart = (context: QueryContext) => Promise<unknown>

/**
 * Answers `identity.export`: everything about oneself; `parts` are what the other rooms keep, by the name
 * they go under.
 */
export const exportOf =
  (parts: Readonly<Record<string, ExportPart>>) =>
    async (_input: object, context: QueryContext): Promise<Record<string, unknown>> => {
      const {
        read,
        actor: { accountId },
      } = context
      const everything: Record<string, unknown> = {
        account: await findAccount(read, accountId),
        sessions: await sessionDates(read, accountId),
      }
      for (const [name, part] of Object.entries(parts)) everything[name] = await part(context)
      return everything
    }
