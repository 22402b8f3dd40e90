import { useForm } from '#client/app/forms/use-form.ts'
import { useSession } from '#client/app/session/session.ts'
import { useOutbox } from '#client/sync/outbox.ts'
import { isOneOf } from '#shared/identity/roles.ts'
import { PRIVACY_NOTICE } from '#shared/identity/schemas.ts'
import { isBlank } from '#shared/kernel/text.ts'
import { computed, ref } from 'vue'

export type Part = 'rider' | 'resident'

/** Which fields each of the three steps asks for. */
const asked = [['name', 'part', 'company', 'work'], ['area'], ['consent']] as const

/** The form of 报到, with what is missing by field. */
export function useRegistering() {
  const session = useSession()
  const isKeeper = computed(() => isOneOf(session.me, ['keeper']))
  // What waits in the outbox is newer than what the server knows.
  const known = useOutbox().of('identity.register').waiting.at(-1)?.envelope.input ?? session.me
  const { form, problem, isBusy, submit } = useForm({
    command: 'identity.register',
    saveAs: 'register',
    empty: () => ({
      part: partOf(known),
      name: known?.name ?? '',
      areaId: known?.areaId ?? null,
      company: known?.company ?? null,
      work: known?.work ?? null,
    }),
    toInput: ({ part, name, areaId, company, work }) => ({
      name,
      areaId,
      ...worksAs(part) ? { company, work } : { company: null, work: null },
      privacyNotice: PRIVACY_NOTICE,
    }),
  })
  /** Whether somebody rides, and so has a company and a kind of work. */
  function worksAs(part: Part | null): boolean {
    return part === 'rider' && !isKeeper.value
  }
  const isRider = computed(() => worksAs(form.value.part))
  const hasConsented = ref(false)
  const hasTried = ref(false)

  const missing = computed(() => ({
    name: isBlank(form.value.name) ? '请填姓名' : '',
    area: form.value.areaId === null ? '请选择你常跑（或住）的社区' : '',
    part: !isKeeper.value && form.value.part === null ? '请选择你是小哥还是居民' : '',
    company: isRider.value && form.value.company === null ? '请选择公司' : '',
    work: isRider.value && form.value.work === null ? '请选择工种' : '',
    consent: hasConsented.value ? '' : '请先阅读并同意隐私说明',
  }))
  const problems = computed(() => hasTried.value
    ? missing.value
    : { name: '', area: '', part: '', company: '', work: '', consent: '' })

  async function register(): Promise<boolean> {
    hasTried.value = true
    return !Object.values(missing.value).some(Boolean) && await submit()
  }

  /** Whether a step has all that it asks for. */
  const mayLeave = (step: number) => (asked[step] ?? []).every(field => missing.value[field] === '')

  return { form, problem, problems, isBusy, isKeeper, isRider, hasConsented, hasTried, register, mayLeave }
}

function partOf(person: { name?: string | null, company?: unknown, work?: unknown } | null): Part | null {
  if (person?.company || person?.work) return 'rider'
  return person?.name ? 'resident' : null
}
