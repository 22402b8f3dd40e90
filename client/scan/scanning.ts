import type { Ref } from 'vue'
import type { Camera, CameraTrouble } from './camera.ts'
import type { Reader } from './reader.ts'
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { openCamera } from './camera.ts'
import { frameOf, pictureOf } from './pictures.ts'
import { openReader } from './reader.ts'

/** Between two looks: eight a second are as quick as a hand, and leave an old phone cool. */
const LOOK_EVERY_MS = 120

/** Looks through the camera's frames for a code while the page is seen and nobody is `paused`. */
export function useScanning(video: Ref<HTMLVideoElement | null>, paused: () => boolean, onRead: (text: string) => void, facing: 'environment' | 'user' = 'environment') {
  const camera = shallowRef<Camera>()
  const trouble = ref<CameraTrouble>()
  const isOpening = ref(true)
  const canvas = document.createElement('canvas')
  let reader: Promise<Reader> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
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
    if (typeof opened === 'string') return void (trouble.value = opened)
    if (isOver) return opened.stop()
    camera.value = opened
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
    void look()
  })
  onScopeDispose(() => {
    isOver = true
    clearTimeout(timer)
    camera.value?.stop()
    void reader?.then(opened => opened.close())
  })
  void start()
  return { camera, trouble, isOpening, readPicture }
}
