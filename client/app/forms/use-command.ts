import type { LiveReply } from '#client/sync/outbox.ts'
import type { CommandInput, CommandName, OfflineCommandName } from '#shared/commands.ts'
import type { FormPhoto } from './saved-photos.ts'
import { sendNow, useOutbox } from '#client/sync/outbox.ts'
import { commands } from '#shared/commands.ts'
import { ref, shallowRef } from 'vue'
import { failureText, saveFailureText } from './problems.ts'

/**
 * Saves or sends something, one thing at a time. `problem`: why it failed. `advice` ends the sentence when
 * the phone is full, and begins with its comma.
 */
export function useSaving(advice?: string) {
  const problem = ref('')
  const isBusy = ref(false)

  /** The result of `work`; undefined when it failed, or while something else is being saved. */
  async function save<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    if (isBusy.value) return undefined
    isBusy.value = true
    problem.value = ''
    try {
      return await work()
    }
    catch (failure) {
      problem.value = saveFailureText(failure, advice)
      return undefined
    }
    finally {
      isBusy.value = false
    }
  }

  /** The same for work without a result: whether it was done. */
  const act = async (work: () => Promise<unknown>): Promise<boolean> =>
    await save(() => work().then(() => true)) === true

  return { problem, isBusy, save, act }
}

type Refused = Extract<LiveReply, { status: 'refused' }>['refusal']

/**
 * Sends commands from a page, one at a time: live, or through the outbox where the command may wait.
 * `refusal`: the last refusal; `problem` has its sentence. `result`: what the last live one returned.
 */
export function useCommand(advice?: string) {
  const { problem, isBusy, save, act } = useSaving(advice)
  const refusal = shallowRef<Refused>()
  const result = shallowRef<unknown>()

  /** The command's id once it was accepted, or saved on the phone; else undefined. */
  async function send<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
    photos: FormPhoto[] = [],
  ): Promise<string | undefined> {
    refusal.value = result.value = undefined
    return await save(async () => {
      if (!mayWait(name)) return await sendLive(name, input, photos)
      return (await useOutbox().enqueue(name, input as CommandInput<OfflineCommandName>, { photos })).id
    })
  }

  async function sendLive<Name extends CommandName>(
    name: Name,
    input: CommandInput<Name>,
    photos: FormPhoto[],
  ) {
    const reply = await sendNow(name, input, { photos })
    problem.value = failureText(reply)
    if (typeof reply !== 'object') return undefined
    refusal.value = reply.status === 'refused' ? reply.refusal : undefined
    if (reply.status !== 'accepted') return undefined
    result.value = reply.result
    return reply.id
  }

  return { problem, refusal, result, isBusy, send, save, act }
}

const mayWait = (name: CommandName): name is OfflineCommandName => commands[name].offline
