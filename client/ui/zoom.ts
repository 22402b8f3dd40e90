import { computed, reactive } from 'vue'

const ZOOM_MAX = 5
/** How far a double tap goes. */
const TAP_ZOOM = 2.5
const DOUBLE_TAP_MS = 300
/** Two taps farther apart than this (px) are no double tap, and a finger that moved farther is no tap. */
const TAP_SLOP = 30

/** Measured from the middle of the box. */
interface Point { readonly x: number, readonly y: number }
type View = ReturnType<typeof useView>

const distance = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y)
const middle = (a: Point, b: Point) => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })
const boxOf = ({ currentTarget }: Event) => (currentTarget as HTMLElement).getBoundingClientRect()
const pointOf = ({ clientX, clientY }: MouseEvent, box: DOMRect): Point =>
  ({ x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 })

/**
 * Pinch, double tap and drag for one picture, and ctrl with the wheel. Bind `handlers` to its box and `style`
 * to the picture; `step` scales by a factor, as keys do.
 */
export function useZoom() {
  const view = useView()
  return {
    handlers: { ...fingersOn(view), wheel: (event: WheelEvent) => turn(view, event) },
    style: computed(() => ({
      transform: `translate(${view.state.x}px, ${view.state.y}px) scale(${view.state.scale})`,
    })),
    isZoomed: computed(() => view.state.scale > 1),
    reset: view.reset,
    step: (by: number, box: DOMRect) => view.scaleTo(view.state.scale * by, { x: 0, y: 0 }, box),
  }
}

function useView() {
  const state = reactive({ scale: 1, x: 0, y: 0 })

  /** Moves the picture as far as it still fills its box. */
  function moveTo(x: number, y: number, box: DOMRect) {
    const [mostX, mostY] = [box.width * (state.scale - 1) / 2, box.height * (state.scale - 1) / 2]
    state.x = Math.min(mostX, Math.max(-mostX, x))
    state.y = Math.min(mostY, Math.max(-mostY, y))
  }

  /** Scales so that what lies under a point stays there. */
  function scaleTo(scale: number, { x, y }: Point, box: DOMRect) {
    const before = state.scale
    state.scale = Math.min(ZOOM_MAX, Math.max(1, scale))
    const by = state.scale / before
    moveTo(x - (x - state.x) * by, y - (y - state.y) * by, box)
  }

  const reset = () => Object.assign(state, { scale: 1, x: 0, y: 0 })
  return { state, moveTo, scaleTo, reset }
}

function fingersOn({ state, moveTo, scaleTo, reset }: View) {
  const fingers = new Map<number, Point>()
  let down: Point = { x: 0, y: 0 }
  let tap = { at: 0, x: 0, y: 0 }

  function pointerdown(event: PointerEvent) {
    down = pointOf(event, boxOf(event))
    fingers.set(event.pointerId, down)
  }
  function pointermove(event: PointerEvent) {
    const before = fingers.get(event.pointerId)
    if (!before) return
    const box = boxOf(event)
    const now = pointOf(event, box)
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1]
    fingers.set(event.pointerId, now)
    if (other) {
      const by = distance(now, other) / Math.max(1, distance(before, other))
      scaleTo(state.scale * by, middle(now, other), box)
    }
    else if (state.scale > 1) {
      moveTo(state.x + now.x - before.x, state.y + now.y - before.y, box)
    }
  }
  function pointerup(event: PointerEvent) {
    const wasAlone = fingers.size === 1
    fingers.delete(event.pointerId)
    const box = boxOf(event)
    const here = pointOf(event, box)
    if (!wasAlone || distance(down, here) > TAP_SLOP) return
    const isDouble = event.timeStamp - tap.at < DOUBLE_TAP_MS && distance(tap, here) < TAP_SLOP
    tap = { at: isDouble ? 0 : event.timeStamp, ...here }
    if (!isDouble) return
    if (state.scale > 1) reset()
    else scaleTo(TAP_ZOOM, here, box)
  }
  const pointercancel = ({ pointerId }: PointerEvent) => void fingers.delete(pointerId)
  return { pointerdown, pointermove, pointerup, pointercancel }
}

function turn({ state, scaleTo }: View, event: WheelEvent) {
  if (!event.ctrlKey) return
  event.preventDefault()
  const box = boxOf(event)
  scaleTo(state.scale * Math.exp(-event.deltaY / 100), pointOf(event, box), box)
}
