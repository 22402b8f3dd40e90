import type { Deed } from '#client/features/reports/desk/desk-actions.ts'
import { tinykeys } from 'tinykeys'
import { onScopeDispose } from 'vue'

/** The key of each act, by its label where one deed has two meanings. */
const deedKeys: Partial<Record<Deed, string>> = {
  accepted: 'a',
  working: 'a',
  declined: 'd',
  assigned: 'u',
  asked: 'q',
  merged: 'm',
  resolved: 'f',
  planned: 'p',
  filed: 'g',
  takenOn: 't',
  handedOver: 'h',
  corrected: 'e',
  noted: 'n',
  unable: 'x',
}

/** A unit's 退回 has the key of staff's 不受理, since both say no, though its deed is `accepted`. */
export const keyOf = (deed: Deed, label: string): string | undefined =>
  deed === 'accepted' && label === '退回' ? 'd' : deedKeys[deed]

/** Keys that move through the queue, with what they do. */
export const wayKeys: readonly [key: string, does: string, shown?: string][] = [
  ['j', '下一条'],
  ['k', '上一条'],
  ['/', '搜索'],
  ['Space', '选中这条，再按 a、d 一起受理或不受理', '空格'],
  ['Escape', '取消选择', 'Esc'],
  ['c', '代人上报'],
  ['z', '撤回刚才的决定'],
  ['?', '看所有快捷键'],
]

/** The acts' keys as the list of keys says them. */
export const deedKeysSaid: readonly [key: string, does: string][] = [
  ['a', '受理；处置单位接单'],
  ['d', '不受理；处置单位退回'],
  ['u', '派单、改派'],
  ['q', '追问上报人'],
  ['m', '并案'],
  ['f', '提交处理结果'],
  ['p', '排期、改期'],
  ['g', '转派辖区'],
  ['t', '我来办'],
  ['h', '交给同事'],
  ['e', '更正信息'],
  ['n', '写备注'],
  ['x', '无法处理'],
]

/** Whether a key belongs to what somebody types in, or to an open dialog. */
function isTaken({ target, key }: KeyboardEvent): boolean {
  if (document.querySelector('dialog[open]')) return true
  if (!(target instanceof Element)) return false
  // A space presses what has the focus, or scrolls; on a row's link it has nothing else to do.
  if (key === ' ' && !target.closest('[data-report]')) return true
  return target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]') !== null
}

/** Listens for single keys while the desk is shown; they are dead in fields and under dialogs. */
export function useSingleKeys(press: (key: string) => void) {
  const letters = [...new Set(Object.values(deedKeys)), ...wayKeys.map(([key]) => key)]
  const bindings = letters.map((key): [string, (event: KeyboardEvent) => void] => [
    key === '?' ? '(\\?)' : key,
    (event) => {
      const isHeldDown = event.repeat && !['j', 'k'].includes(key)
      if (isHeldDown || event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return
      event.preventDefault()
      press(key)
    },
  ])
  onScopeDispose(tinykeys(window, Object.fromEntries(bindings)))
}
