import type { CommandSpecs, QuerySpecs } from '#shared/sync/specs.ts'
import { anyone, deciders, everyone } from '#shared/identity/roles.ts'
import { Nothing, PageRange } from '#shared/kernel/fields.ts'
import * as schemas from './schemas.ts'

const desks = ['staff', 'admin'] as const
const own = { hour: 60, day: 200 }

export const voicesCommands = {
  // Visitors are counted by address, which a whole street may share.
  'voices.post': {
    input: schemas.PostVoice,
    result: Nothing,
    offline: true,
    by: anyone,
    limit: { hour: 10, day: 40 },
  },
  'voices.support': { input: schemas.OneVoice, result: Nothing, offline: true, by: everyone, limit: own },
  'voices.merge': { input: schemas.MergeVoice, result: Nothing, offline: false, by: desks },
  'voices.unmerge': { input: schemas.UnmergeVoice, result: Nothing, offline: false, by: desks },
  'voices.promise': { input: schemas.PromiseVoice, result: Nothing, offline: false, by: desks },
  'voices.answer': {
    input: schemas.AnswerVoice,
    result: Nothing,
    offline: false,
    by: [...deciders, 'captain'],
  },
  'voices.judge': { input: schemas.JudgeVoice, result: Nothing, offline: true, by: everyone, limit: own },
  'voices.hide': {
    input: schemas.HideVoice,
    result: Nothing,
    offline: false,
    by: desks,
    audited: true,
  },
  'voices.appeal': {
    input: schemas.AppealVoice,
    result: Nothing,
    offline: true,
    by: everyone,
    limit: { hour: 10, day: 30 },
  },
  'voices.settle': {
    input: schemas.SettleAppeal,
    result: Nothing,
    offline: false,
    by: desks,
    audited: true,
  },
  'voices.link': { input: schemas.LinkVoice, result: Nothing, offline: false, by: desks },
  'voices.unlink': { input: schemas.LinkVoice, result: Nothing, offline: false, by: desks },
  // From phones of before there were voices; no page sends it any more.
  'voices.complain': {
    input: schemas.Complain,
    result: Nothing,
    offline: true,
    by: everyone,
    limit: { hour: 5, day: 20 },
  },
  'voices.reply': { input: schemas.ReplyToComplaint, result: Nothing, offline: false, by: ['admin'] },
} as const satisfies CommandSpecs

export const voicesQueries = {
  // Not `cached`: each 我也是 changes a count, and all phones of the city would ask at once.
  'voices.near': { input: schemas.FindVoices, output: schemas.FoundVoices, by: anyone },
  'voices.one': { input: schemas.OneVoice, output: schemas.VoiceView, by: anyone },
  'voices.similar': { input: schemas.FindSimilar, output: schemas.SimilarVoices, by: anyone },
  'voices.ofTalk': { input: schemas.OneTalk, output: schemas.TalkVoices, by: anyone },
  'voices.byCode': { input: schemas.LookUp, output: schemas.LookedUp, by: anyone, triesPerHour: 20 },
  'voices.mine': { input: PageRange, output: schemas.MyVoices, cached: true, by: everyone },
  'voices.desk': { input: schemas.FindAtDesk, output: schemas.DeskVoices, by: deciders },
  'voices.targets': { input: schemas.OneVoice, output: schemas.MergeTargets, by: desks },
  'voices.units': { input: schemas.OneVoice, output: schemas.VoiceUnits, by: desks },
  'voices.author': { input: schemas.OneVoice, output: schemas.VoiceAuthor, by: desks, audited: true },
  // For pages opened before there were voices.
  'desk.complaints': { input: PageRange, output: schemas.Complaints, cached: true, by: ['admin'] },
} as const satisfies QuerySpecs
