import type { Feature } from '#server/sync/feature.ts'
import type { voicesCommands, voicesQueries } from '#shared/voices/commands.ts'
import { openVoiceStates } from '#shared/voices/rules.ts'
import { inArray } from 'drizzle-orm'
import { answerVoice, promiseVoice, reply, voiceUnits } from './answer.ts'
import { appealVoice, hideVoice, settleAppeal } from './hide.ts'
import { judgeVoice } from './judge.ts'
import { findShown, linkVoice, unlinkVoice } from './link.ts'
import { deskComplaints, deskVoices, myVoices, nearVoices, talkVoices } from './lists.ts'
import { mergeVoice, unmergeVoice } from './merge.ts'
import { oneVoice, voiceAuthor, voiceByCode } from './one.ts'
import { eraseVoices, exportVoices, maySeePhoto } from './personal.ts'
import { complain, postVoice } from './post.ts'
import { mergeTargets, similarVoices } from './similar.ts'
import { supportVoice } from './support.ts'
import { voices } from './tables.ts'

export const voicesFeature = {
  commands: {
    'voices.post': postVoice,
    'voices.support': supportVoice,
    'voices.merge': mergeVoice,
    'voices.unmerge': unmergeVoice,
    'voices.promise': promiseVoice,
    'voices.answer': answerVoice,
    'voices.judge': judgeVoice,
    'voices.hide': hideVoice,
    'voices.appeal': appealVoice,
    'voices.settle': settleAppeal,
    'voices.link': linkVoice,
    'voices.unlink': unlinkVoice,
    'voices.complain': complain,
    'voices.reply': reply,
  },
  queries: {
    'voices.near': nearVoices,
    'voices.one': oneVoice,
    'voices.similar': similarVoices,
    'voices.ofTalk': talkVoices,
    'voices.byCode': voiceByCode,
    'voices.mine': myVoices,
    'voices.desk': deskVoices,
    'voices.targets': mergeTargets,
    'voices.units': voiceUnits,
    'voices.author': voiceAuthor,
    'desk.complaints': deskComplaints,
  },
  tasks: {},
  photos: maySeePhoto,
  personal: { export: { voices: exportVoices }, erase: eraseVoices },
  links: { voice: findShown },
  // A hidden voice waits for no answer, and counts as no kept promise.
  promises: {
    table: voices,
    id: voices.id,
    areaId: voices.areaId,
    promisedAt: voices.promisedAt,
    metAt: voices.metAt,
    isWaiting: inArray(voices.state, [...openVoiceStates]),
  },
} satisfies Feature<keyof typeof voicesCommands, keyof typeof voicesQueries>
