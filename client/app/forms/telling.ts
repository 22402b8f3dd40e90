import type { CommandInput, CommandName } from '#shared/commands.ts'
import { sendNow } from '#client/sync/sending/send-now.ts'
import { ref } from 'vue'
import { failureText } from '../words/live-reply.ts'

interface Photos { photos?: { hash: string, bytes: ArrayBuffer }[] }

/**
 * A live command from a form: whether it is on its way, and why it was not done (`refusal`: the code, where
 * the rules said no). One at a time.
 */
export function useTelling() {
  const problem = ref('')
  const isSending = ref(false)
  const refusal = ref<string>()

  /** True when it was accepted; else `problem` says why, and the form keeps what was typed. */
  async function send<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
    photos: Photos = {},
  ): Promise<boolean> {
    if (isSending.value) return false
    isSending.value = true
    problem.value = ''
    const reply = await sendNow(name, input, photos)
    problem.value = failureText(reply) ?? ''
    refusal.value = typeof reply === 'object' && reply.status === 'refused' ? reply.refusal.code : undefined
    isSending.value = false
    return problem.value === ''
  }

  return { problem, refusal, isSending, send }
}
