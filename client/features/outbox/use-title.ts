import type { ComputedRef } from 'vue'
import { commandFace } from '#client/app/registry.ts'
import { computed, ref, watch } from 'vue'
import { commandName } from './change-item.ts'

/** A command as people call it, with its number and what it is about: 报名 · 清洁共享单车. */
export function useTitle(
  command: () => { name: string, input: unknown },
  number: () => string = () => '',
): ComputedRef<string> {
  const known = ref<string>()
  watch(command, async ({ name, input }) => {
    known.value = await commandFace(name)?.title?.(input)
  }, { immediate: true })
  return computed(() => {
    const { name, input } = command()
    const subject = commandFace(name)?.subject?.(input) ?? known.value
    return [`${commandName({ name, input })}${number()}`, subject].filter(Boolean).join(' · ')
  })
}
