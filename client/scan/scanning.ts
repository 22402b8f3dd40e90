import type { Ref } from 'vue'
import type { Camera, CameraTrouble } from './camera.ts'
import type { Reader } from './reader.ts'
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { openCamera } from './camera.ts'
import { frameOf, pictureOf } from './pictures.ts'
import { openReader } from './reader.ts'

/** Between two looks: eight a second are as quick as a hand, and leave an old phone cool. */
const LOOK_EVERY_MS = 120
/** Another app may let go of the camera, and nobody stands by a tablet to load its page again. */
const REOPEN_AFTER_MS = 5_000

/** Looks through the camera's frames for a code while the page is seen and nobody is `paused`. */
export function useScanning(
  video: Ref<HTMLVideoElement | null>,
  paused: () => boolean,
  onRead: (text: string) => void,
  facing: 'environment' | 'user' = 'environment',
) {
  const camera = shallowRef<Camera>()
  const trouble = ref<CameraTrouble>()
  const isOpening = ref(true)
  const canvas = document.createElement('canvas')
  let reader: Promise<Reader> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let reopening: ReturnType<typeof setTimeout> | undefined
  let isLooking = false
  let isOver = false

  async function look() {
    const frame = !paused() && !document.hidden && video.value ? frameOf(video.value, canvas) : null
    const text = frame && await (await (reader ??= openReader())).read(frame)
    if (isOver) return
    if (text && !paused()) onRead(text)
    timer = setTimeout(look, LOOK_EVERY_MS)
  }

  async function start() {
    const opened = await openCamera(facing)
    isOpening.value = false
    const isThere = typeof opened !== 'string'
    if (isOver) return void (isThere && opened.stop())
    trouble.value = isThere ? undefined : opened
    if (isThere) return use(opened)
    // After a no, asking again is for its owner.
    if (opened === 'none') reopening = setTimeout(start, REOPEN_AFTER_MS)
  }

  function use(opened: Camera) {
    camera.value = opened
    opened.onLost(() => {
      camera.value = undefined
      if (video.value) video.value.srcObject = null
      void start()
    })
  }

  /** The text of a code in a picture from the album; null when there is none. */
  async function readPicture(file: Blob): Promise<string | null> {
    const picture = await pictureOf(file)
    return picture && await (await (reader ??= openReader())).read(picture, true)
  }

  watch([camera, video], async ([opened, element]) => {
    if (!opened || !element || element.srcObject) return
    element.srcObject = opened.stream
    await element.play().catch(() => {}) // The page was left in the same moment.
    if (!isLooking) void look()
    isLooking = true
  })
  onScopeDispose(() => {
    isOver = true
    clearTimeout(timer)
    clearTimeout(reopening)
    camera.value?.stop()
    void reader?.then(opened => opened.close())
  })
  void start()
  return { camera, trouble, isOpening, readPicture }
}
