import type { NewPost } from '#server/core/posts/index.ts'
import type { Database } from '#server/database/database.ts'
import { addPost } from '#server/core/posts/index.ts'

/** What the keeper of the tests has of a post, but for the station. */
export const keeperOf = ({ ids }: { readonly ids: { readonly keeper: string } }) =>
  ({ accountId: ids.keeper, kind: 'keeper', from: 0 }) as const

/** Gives somebody a post from long ago on, without ending their session. Returns its id. */
export const givePost = async (
  { transact }: Pick<Database, 'transact'>,
  post: Pick<NewPost, 'accountId' | 'kind' | 'scope'> & Partial<NewPost>,
): Promise<string> => await transact(tx => addPost(tx, { from: 0, ...post }))
