import type { VoiceKind, VoiceState } from '#shared/voices/rules.ts'
import type { VoiceBrief } from '#shared/voices/schemas.ts'
import { day } from '#client/app/words/index.ts'
import { DAY_MS, dayOf, startOfDay } from '#shared/kernel/day.ts'
import { voiceStateNames } from '#shared/voices/names.ts'
import { isLate, isOpenVoice, voiceKindRules } from '#shared/voices/rules.ts'

/** The placeholder of each kind's text field. */
export const voiceHints: Record<VoiceKind, string> = {
  wish: '例如：想学修电动车，最好晚上开班',
  opinion: '例如：驿站的门能不能开到夜里 12 点',
  question: '例如：暂住证在哪里办？',
  complaint: '例如：驿站的热水器坏了两天',
  praise: '例如：驿站王姐帮我垫了雨衣，谢谢她',
}
/** State names of kinds that only the desk reads, whose end nobody else judges. */
const privateStateNames: Partial<Record<VoiceState, string>> = { done: '办好了', judged: '办完了，你评过' }

type Standing = Pick<VoiceBrief, 'kind' | 'state' | 'promisedAt' | 'dueAt' | 'metAt' | 'unitName'>
export interface Stand { text: string, colour: '' | 'green' | 'orange' | 'red' }

export const isOverdue = (voice: Standing, now: number): boolean =>
  voice.metAt === null && isOpenVoice(voice.state) && isLate(voice, now)

/** How many calendar days the answer is late, by the day promised first; 0 if on time. */
export function daysLate(voice: Standing, now: number): number {
  const { promisedAt, metAt } = voice
  if (promisedAt === null || !isLate(voice, now)) return 0
  const days = (startOfDay(dayOf(metAt ?? now)) - startOfDay(dayOf(promisedAt))) / DAY_MS
  return Math.max(1, days)
}

/** Where a voice stands in a list, in a few words. */
export function standOf(voice: Standing, now: number): Stand {
  const { state, dueAt } = voice
  if (isOverdue(voice, now)) return { text: '超过答复期限', colour: 'red' }
  if (state === 'promised' && dueAt !== null) return { text: `${day(dayOf(dueAt))}前答复`, colour: 'orange' }
  const colours: Partial<Record<VoiceState, Stand['colour']>> = {
    answered: 'green',
    done: 'green',
    judged: 'green',
  }
  const ownText = voiceKindRules[voice.kind].isPublic ? undefined : privateStateNames[state]
  return { text: ownText ?? voiceStateNames[state], colour: colours[state] ?? '' }
}

/**
 * The desk's next task with a voice. Empty where there is none, and for a late voice, whose state says so.
 */
export function taskOf(
  voice: Standing & { readonly appealed: boolean, readonly chooseBy: number | null },
  now: number,
): string {
  const { appealed, chooseBy, state, unitName } = voice
  if (appealed) return '申诉待复核'
  if (isOverdue(voice, now)) return ''
  if (state === 'promised' && unitName === null && chooseBy !== null)
    return chooseBy < now ? '该定单位了，已过 2 个工作日' : `${day(dayOf(chooseBy), now)}前定单位`
  return ''
}

/** The steps as the history names them; a newer server may know more. */
const stepNames: Record<string, string> = {
  promised: '定了答复日期',
  changed: '改了单位或日期',
  reached: '同感的人够多，必须答复',
  answered: '答复',
  done: '办好了',
  declined: '办不了',
  judged: '提的人评过了',
  saidDone: '有人说办好了',
  saidUndone: '有人说还没办好',
  reopened: '大家说还没办好，接着办',
  merged: '并入差不多的另一条',
  unmerged: '分开来单独办',
  absorbed: '差不多的一条并了进来',
  hidden: '不再公开',
  shown: '恢复了',
  appealed: '申诉',
  upheld: '复核后维持不变',
  linked: '有了下文',
  unlinked: '连错了，已撤回',
}
export const stepName = (step: string): string =>
  Object.hasOwn(stepNames, step) ? stepNames[step]! : '有新进展'

/** The text shown under a step: its words, without those that the heading already says. */
export function stepWords({ step, words, unitName }: {
  readonly step: string
  readonly words: string | null
  readonly unitName: string | null
}): string {
  if (step === 'reached') return `${words} 人同感`
  if (step === 'promised' || step === 'changed') return `${unitName ?? ''} · ${words ? day(words) : ''}前答复`
  return words ?? ''
}

/** The digits of a code in groups that can be read out. */
export const codeText = (code: string): string => code.replace(/(\d{4})(?=\d)/g, '$1 ')
