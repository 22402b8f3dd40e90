import type { LiveReply } from '#client/sync/outbox.ts'
import type { VoiceKind } from '#shared/voices/rules.ts'
import type { VoiceBrief } from '#shared/voices/schemas.ts'
import { failureText } from '#client/app/forms/problems.ts'
import { useForm } from '#client/app/forms/use-form.ts'
import { useSession } from '#client/app/session/session.ts'
import { signInFor } from '#client/app/session/sign-in-reasons.ts'
import { answerWithin } from '#client/patience.ts'
import { drawAnew } from '#client/photos/anew.ts'
import { ask } from '#client/sync/ask.ts'
import { sendNow } from '#client/sync/outbox.ts'
import { voiceKindRules, voiceKinds } from '#shared/voices/rules.ts'
import { LOOK_UP_DIGITS, VOICE_TEXT_MAX } from '#shared/voices/schemas.ts'
import { uuidv4 } from 'uuidv7'
import * as v from 'valibot'
import { computed, ref, shallowRef } from 'vue'
import { useRouter } from 'vue-router'

const SIMILAR_WAIT_MS = 3_000

interface About {
  readonly saveAs: string
  readonly kind: VoiceKind
  /** The name of the route on which it is written. */
  readonly page: string
  readonly talkId?: string | undefined
}
interface Fields {
  voiceId: string
  /** What a visitor looks the answer up by, saved with the text: a second try must carry the same one. */
  code: string
  kind: VoiceKind
  text: string
  isAnonymous: boolean
  areaId: string | null
}

/** A code that can't be guessed. Bytes above 249 are skipped, since they would make some digits likelier. */
function drawCode(): string {
  let code = ''
  while (code.length < LOOK_UP_DIGITS) {
    for (const byte of crypto.getRandomValues(new Uint8Array(LOOK_UP_DIGITS))) {
      if (byte < 250 && code.length < LOOK_UP_DIGITS) code += byte % 10
    }
  }
  return code
}

/** A voice that was just posted: on its way, or accepted under a code. */
export interface Said {
  id: string
  kind: VoiceKind
  code: string | null
  /** An earlier try had arrived, and its answer was lost; what was changed since is still in the form. */
  isEarlier?: boolean
}

/** The form of a voice. */
const sayingForm = ({ saveAs, kind, page, talkId }: About, isSignedIn: () => boolean) => useForm({
  command: 'voices.post',
  saveAs,
  hasPhotos: true,
  idField: 'voiceId',
  // A random id, because an id with a time in it would reveal who was writing then.
  empty: (): Fields =>
    ({ voiceId: uuidv4(), code: drawCode(), kind, text: '', isAnonymous: false, areaId: null }),
  shapes: { kind: v.picklist(voiceKinds), areaId: v.nullable(v.string()) },
  toInput: ({ voiceId, code, kind, text, isAnonymous, areaId }, photos) => ({
    ...{ voiceId, kind, text, areaId, page },
    ...!isSignedIn() && { code },
    isAnonymous: isAnonymous && voiceKindRules[kind].isPublic,
    photos: isSignedIn() ? photos.map(({ hash }) => hash) : [],
    ...talkId !== undefined && { talkId },
  }),
  sentences: { text: ({ type }) => type === 'max_length' ? `最多 ${VOICE_TEXT_MAX} 字` : '请写几个字' },
})

/** Voices similar to the text; none where the network is missing or slow, so that nobody has to wait. */
async function likeIt({ text, areaId }: Pick<Fields, 'text' | 'areaId'>): Promise<VoiceBrief[]> {
  const asking = ask('voices.similar', { text, areaId }, { isSaved: false })
  return await answerWithin(SIMILAR_WAIT_MS, () => asking, []) ?? []
}

/** Whether the server has this voice with other words: only the answer to an earlier try was lost. */
const isTaken = (reply: LiveReply) =>
  typeof reply === 'object' && reply.status === 'refused' && reply.refusal.code === 'voices.idTaken'

/**
 * Posts a voice: signed in through the outbox, else live and with a code to look the answer up. A public
 * voice is first compared with those of others.
 */
export function useSaying(about: About) {
  const session = useSession()
  const router = useRouter()
  const saying = sayingForm(about, () => session.me !== null)
  const { form, photos, problem, check, submit } = saying
  const isPublic = computed(() => voiceKindRules[form.value.kind].isPublic)
  const similar = shallowRef<VoiceBrief[]>([])
  const isSimilarOpen = ref(false)
  const isLooking = ref(false)
  const said = shallowRef<Said>()
  const joined = shallowRef<VoiceBrief>()

  async function begin() {
    if (isLooking.value || !check()) return
    if (session.me === null) {
      if (isPublic.value) await router.push(signInFor('voice', router.currentRoute.value.fullPath))
      else await sendWithCode()
      return
    }
    isLooking.value = true
    similar.value = isPublic.value && about.talkId === undefined ? await likeIt(form.value) : []
    isLooking.value = false
    if (similar.value.length > 0) isSimilarOpen.value = true
    else await sendAnyway()
  }

  /**
   * Draws the pictures of an anonymous voice anew: a picture's address is its hash, which would match the
   * same picture elsewhere.
   */
  async function hidePictures(): Promise<boolean> {
    if (!form.value.isAnonymous || !isPublic.value || photos.value.length === 0) return true
    const anew = await Promise.all(photos.value.map(drawAnew)).catch(() => undefined)
    if (anew) photos.value = anew
    else problem.value = '照片没有处理成，请删掉后重新选'
    return anew !== undefined
  }

  async function sendAnyway() {
    isSimilarOpen.value = false
    const { voiceId: id, kind } = form.value
    if (await hidePictures() && await submit()) said.value = { id, kind, code: null }
  }

  async function sendWithCode() {
    const { input } = check() ?? {}
    if (!input) return
    isLooking.value = true
    const reply = await sendNow('voices.post', input)
    isLooking.value = false
    const isEarlier = isTaken(reply)
    problem.value = isEarlier ? '' : failureText(reply)
    if (problem.value) return
    said.value = { id: input.voiceId, kind: input.kind, code: input.code ?? null, isEarlier }
    if (isEarlier) Object.assign(form.value, { voiceId: uuidv4(), code: drawCode() })
    else saying.clear()
  }

  function join(voice: VoiceBrief) {
    isSimilarOpen.value = false
    joined.value = voice
    saying.clear()
  }
  function again() {
    said.value = joined.value = undefined
  }
  const isBusy = computed(() => saying.isBusy.value || isLooking.value)
  return { ...saying, isBusy, isPublic, similar, isSimilarOpen, said, joined, begin, sendAnyway, join, again }
}
