import type { Ref } from 'vue'
import { useSession } from '#client/app/session/session.ts'
import { computed, shallowReactive } from 'vue'

interface Row { key: number, accountId: string }

/** A list that keeps the row whose form is open, even if its item has left the outbox. */
export function useOpenRows<Item extends Row>(items: Ref<Item[]>) {
  const session = useSession()
  const opened = shallowReactive(new Map<number, Item>())
  const there = computed(() => new Set(items.value.map(({ key }) => key)))
  const rows = computed(() => {
    const gone = [...opened.values()].filter(
      ({ key, accountId }) => !there.value.has(key) && accountId === session.accountId,
    )
    return gone.length === 0 ? items.value : [...items.value, ...gone].sort((a, b) => a.key - b.key)
  })

  function setOpen(item: Item, isOpen: boolean) {
    if (isOpen) opened.set(item.key, item)
    else opened.delete(item.key)
  }

  return { rows, opened, isGone: ({ key }: Item) => !there.value.has(key), setOpen }
}
