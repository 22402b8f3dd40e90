import { useSaving } from '#client/app/forms/use-command.ts'
import { ref } from 'vue'

interface Emit {
  (event: 'status', words: string): void
  (event: 'editing', isEditing: boolean): void
}

/** The common part of the outbox's rows: opening the form, and showing the result of an action. */
export function useRow(emit: Emit) {
  const isEditing = ref(false)
  const { problem, save } = useSaving()
  return {
    isEditing,
    problem,
    save,
    edit(isOpen: boolean) {
      isEditing.value = isOpen
      problem.value = ''
      emit('editing', isOpen)
    },
    /** Shows the result of an action, or why it failed. */
    say: async (action: () => Promise<string>) => emit('status', await save(action) ?? problem.value),
  }
}
