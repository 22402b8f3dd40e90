import { useCommand } from '#client/app/forms/use-command.ts'
import { refusalText } from '#client/app/words/index.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { toBase64Url } from '#shared/kernel/bytes.ts'
import { computed, ref } from 'vue'

const SALT_BYTES = 16
interface About { envelope: { input: { pollId: string } } }
const isAbout = (pollId: string) => ({ envelope }: About) => envelope.input.pollId === pollId

/** Votes that wait on this phone, by poll. Their options are shown nowhere: only the server reads them. */
export function useWaitingVotes() {
  const outbox = useOutbox()
  const isWaiting = (pollId: string) => outbox.of('polls.vote').waiting.some(isAbout(pollId))
  return { isWaiting }
}

/** One's vote in a poll: cast once, final, and never saved as a form. */
export function useVoting(id: () => string) {
  const outbox = useOutbox()
  const { problem, isBusy, send, save, act } = useCommand()
  const votes = () => outbox.of('polls.vote')
  const waiting = computed(() => votes().waiting.find(isAbout(id())))
  const returned = computed(() => votes().returned.find(isAbout(id())))
  const refused = computed(() => returned.value && refusalText(returned.value.refusal))
  const hasArrived = computed(() => votes().delivered.some(({ input }) => input.pollId === id()))
  const isSentHere = ref(false)

  /** `version`: the version of the options that are shown. */
  async function vote(option: number, version: number) {
    if (!await forget()) return
    const salt = toBase64Url(crypto.getRandomValues(new Uint8Array(SALT_BYTES)))
    isSentHere.value = await send('polls.vote', { pollId: id(), version, option, salt }) !== undefined
  }
  /** False, and `problem` says why, when the phone could not delete the refusal. */
  const forget = async () => !returned.value || await act(() => outbox.dismiss(returned.value!.key))
  /** Takes back a vote that has not left the phone; otherwise says why it stays. */
  async function withdraw(): Promise<string> {
    if (waiting.value === undefined) return ''
    const isBack = await save(() => outbox.withdraw(waiting.value!.key))
    return isBack === false ? '已经发出，不能撤回' : problem.value
  }

  return { waiting, refused, hasArrived, isSentHere, problem, isBusy, vote, withdraw }
}
