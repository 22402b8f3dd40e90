import type { PhotoRefusal } from '#shared/media/schemas.ts'
import type { Refusal } from '#shared/refusal.ts'
import type { CommandRefusal } from '#shared/sync/refusals.ts'
import type { RefusalSentences } from '../feature.ts'
import { photoRefusals } from '#shared/media/schemas.ts'
import { refusalSentence } from '../registry.ts'
import { malformedText } from './fields.ts'
import { clock } from './time.ts'

/** Refusals that belong to no feature. */
const ofAnyCommand: RefusalSentences<CommandRefusal> = {
  'command.idReused': () => '没有提交成功，请再提交一次。',
  'command.notForYourRole': () => '你的身份不能做这件事。',
  'command.notYourArea': () => '这件事不在你负责的片区。',
  'command.factorMissing': () => '请先在“我的 → 动态码”设置动态码。',
  'command.factorStale': () => '没有输动态码，这件事没有办。',
  'command.tooOften': ({ until }) => `这件事做得太频繁了，${clock(until)} 以后可以继续。`,
  'command.changedMeanwhile': ({ by, at }) =>
    `${by || '有人'}在 ${clock(at)} 改过，还没有保存你写的。看看改了什么，再提交一次。`,
}

/** Why something was not accepted, as one sentence. */
export function refusalText(
  refusal: Refusal | { code: 'malformed', issues: string[] } | { code: PhotoRefusal },
): string {
  if ('issues' in refusal) return malformedText(refusal.issues)
  const { code } = refusal
  if (code in photoRefusals) return photoRefusals[code as PhotoRefusal]
  if (code in ofAnyCommand) return ofAnyCommand[code as CommandRefusal['code']](refusal as never)
  return refusalSentence(refusal) ?? '没有通过，请更新小蜜蜂后再试。' // A code of a newer server.
}
