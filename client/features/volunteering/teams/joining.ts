import { useCommand } from '#client/app/forms/use-command.ts'
import { refusalText } from '#client/app/words/index.ts'
import { waitingText } from '#client/app/words/waiting.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { computed, watch } from 'vue'

/** Asks to join a team, or leaves it; both wait on the phone without a network. */
export function useJoining(teamId: () => string, refresh: () => Promise<void>) {
  const outbox = useOutbox()
  const { problem, isBusy, send, save, act } = useCommand()
  const isOfTeam = ({ envelope }: { envelope: { input: { teamId: string } } }) =>
    envelope.input.teamId === teamId()
  const asking = computed(() => outbox.of('teams.ask').waiting.find(isOfTeam))
  const leaving = computed(() => outbox.of('teams.leave').waiting.find(isOfTeam))
  const returned = computed(() =>
    outbox.of('teams.ask').returned.find(isOfTeam) ?? outbox.of('teams.leave').returned.find(isOfTeam))
  /** The waiting command about one's place, and how far it has come. */
  const waiting = computed(() => {
    const item = leaving.value ?? asking.value
    return item && { key: item.key, isLeaving: item === leaving.value, words: waitingText(item) }
  })
  const refused = computed(() =>
    returned.value && { key: returned.value.key, words: refusalText(returned.value.refusal) })
  watch(waiting, (now, before) => before && !now && void refresh())

  /** False, and `problem` says why, when the phone could not delete the refusal. */
  const forget = async () => !returned.value || await act(() => outbox.dismiss(returned.value!.key))
  const leave = async () => {
    if (!await forget()) return false
    return await send('teams.leave', { teamId: teamId() }) !== undefined
  }
  return {
    waiting,
    refused,
    problem,
    isBusy,
    ask: async (words: string) => {
      if (!await forget()) return false
      return await send('teams.ask', { teamId: teamId(), ...words.trim() !== '' && { words } }) !== undefined
    },
    leave,
    /** Withdraws the waiting command; a request to join that was sent already is followed by `leave`. */
    withdraw: async () => {
      if (!waiting.value) return
      const { key, isLeaving } = waiting.value
      if (await save(() => outbox.withdraw(key)) === false && !isLeaving) await leave()
    },
  }
}
