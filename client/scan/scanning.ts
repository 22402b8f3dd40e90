import type { Ref } from 'vue'
import type { Camera, CameraTrouble } from './camera.ts'
import type { Reader } from './reader.ts'
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { openCamera } from './camera.ts'
import { openReader } from './open-reader.ts'
import { frameOf, pictureOf } from './pictures.ts'

/** Time between two frames: eight a second are as quick as a hand and leave an old phone cool. */
const READ_EVERY_MS = 120
/** How soon a camera that another app holds is tried again: nobody reloads the page of a kiosk. */
const REOPEN_AFTER_MS = 5_000

/** Reads codes from the camera's frames while the page is visible and not `paused`. */
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
  let isReading = false
  let isOver = false

  async function readFrame() {
    const frame = !paused() && !document.hidden && video.value ? frameOf(video.value, canvas) : null
    const text = frame && await (await (reader ??= openReader())).read(frame)
    if (isOver) return
    if (text && !paused()) onRead(text)
    timer = setTimeout(readFrame, READ_EVERY_MS)
  }

  async function start() {
    const opened = await openCamera(facing)
    isOpening.value = false
    const isThere = typeof opened !== 'string'
    if (isOver) return void (isThere && opened.stop())
    trouble.value = isThere ? undefined : opened
    if (isThere) return use(opened)
    // A denied permission is for the owner to grant.
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

  /** The text of a code in a picture from the album, or null. */
  async function readPicture(file: Blob): Promise<string | null> {
    const picture = await pictureOf(file)
    return picture && await (await (reader ??= openReader())).read(picture, true)
  }

  watch([camera, video], async ([opened, element]) => {
    if (!opened || !element || element.srcObject) return
    element.srcObject = opened.stream
    await element.play().catch(() => {}) // The page was left meanwhile.
    if (!isReading) void readFrame()
    isReading = true
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
