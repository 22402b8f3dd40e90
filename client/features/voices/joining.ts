import { useCommand } from '#client/app/forms/use-command.ts'
import { useSession } from '#client/app/session/session.ts'
import { signInFor } from '#client/app/session/sign-in-reasons.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { computed } from 'vue'
import { useRouter } from 'vue-router'

/** 我也是 on this phone: the voices supported, sent or waiting, and the command for it. */
export function useJoining() {
  const outbox = useOutbox()
  const session = useSession()
  const router = useRouter()
  const { problem, isBusy, send } = useCommand()
  const waiting = computed(() =>
    new Set(outbox.of('voices.support').waiting.map(({ envelope }) => envelope.input.voiceId)))
  const joined = computed(() =>
    new Set(outbox.of('voices.support').delivered.map(({ input }) => input.voiceId)))

  /** Whether 我也是 was tapped here and the server's answer does not count it yet. */
  const isWaiting = (voiceId: string) => waiting.value.has(voiceId)
  const hasJoined = (voice: { id: string, supports: boolean }) =>
    voice.supports || waiting.value.has(voice.id) || joined.value.has(voice.id)

  /** True once the command is sent or saved on the phone. A visitor has to sign in first. */
  async function join(voiceId: string): Promise<boolean> {
    if (session.me === null) {
      await router.push(signInFor('voice', router.currentRoute.value.fullPath))
      return false
    }
    return await send('voices.support', { voiceId }) !== undefined
  }
  return { isWaiting, hasJoined, join, problem, isBusy }
}
