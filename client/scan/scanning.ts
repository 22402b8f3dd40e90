import type { Ref } from 'vue'
import type { Camera, CameraTrouble } from './camera.ts'
import type { WorthOf } from './choosing.ts'
import type { Reader } from './reader.ts'
import { answerWithin } from '#client/patience.ts'
import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { onPermissionChange, openCamera } from './camera.ts'
import { bestOf, useChoosing } from './choosing.ts'
import { openReader } from './open-reader.ts'
import { frameOf, pictureOf } from './pictures.ts'

/** Time between two frames: eight a second are as quick as a hand and leave an old phone cool. */
const READ_EVERY_MS = 120
/** How soon a camera that another app holds is tried again: nobody reloads the page of a kiosk. */
const REOPEN_AFTER_MS = 5_000
/** The same for one that was refused, where nobody is there to ask for it again. */
const ASK_AGAIN_AFTER_MS = 60_000
/** How long a person may take to allow the camera, and a silent browser is waited for. */
const CAMERA_WAIT_MS = 15_000
/** A video that has not begun by then is read as soon as it shows a frame. */
const PLAY_WAIT_MS = 3_000

interface Scanning {
  video: Ref<HTMLVideoElement | null>
  paused: () => boolean
  worthOf: WorthOf
  onRead: (text: string) => void
  facing?: 'environment' | 'user'
  /** Nobody stands by the page (a kiosk), so a refused camera is asked for again after a while. */
  isUnattended?: boolean
}

/** Reads codes from the camera's frames while the page is visible and not `paused`. */
export function useScanning(
  { video, paused, worthOf, onRead, facing = 'environment', isUnattended = false }: Scanning,
) {
  const { camera, trouble, isOpening, reopen } = useCamera(facing, isUnattended)
  const canvas = document.createElement('canvas')
  const choose = useChoosing(worthOf)
  const isWanted = (text: string) => worthOf(text) === 'wanted'
  let reader: Promise<Reader> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let isReading = false
  let isOver = false

  async function textsIn(frame: HTMLCanvasElement) {
    const opened = await (reader ??= openReader())
    return await opened.read(frame, isWanted).catch(() => [])
  }

  async function readFrame() {
    const frame = !paused() && !document.hidden && video.value ? frameOf(video.value, canvas) : null
    const text = frame ? choose(await textsIn(frame)) : undefined
    if (isOver) return
    if (text !== undefined && !paused()) onRead(text)
    timer = setTimeout(readFrame, READ_EVERY_MS)
  }

  /** The text of the most wanted code in a picture from the album; undefined without any. */
  async function readPicture(file: Blob): Promise<string | undefined> {
    const picture = await pictureOf(file)
    if (!picture) return undefined
    const opened = await (reader ??= openReader())
    return bestOf(await opened.read(picture, isWanted, true).catch(() => []), worthOf)
  }

  watch([camera, video], async ([opened, element]) => {
    if (!opened || !element || element.srcObject) return
    element.srcObject = opened.stream
    opened.onLost(() => element.srcObject = null)
    await answerWithin(PLAY_WAIT_MS, () => element.play(), undefined) // It fails when the page was left.
    if (!isReading) void readFrame()
    isReading = true
  })
  onScopeDispose(() => {
    isOver = true
    clearTimeout(timer)
    void reader?.then(opened => opened.close())
  })
  return { camera, trouble, isOpening, reopen, readPicture }
}

/**
 * A camera that is opened again when it can be: one that another app holds every 5 s; one that was refused
 * when somebody asks for it, comes back to the page or changes the permission.
 */
function useCamera(facing: 'environment' | 'user', isUnattended: boolean) {
  const camera = shallowRef<Camera>()
  const trouble = ref<CameraTrouble>()
  const isOpening = ref(true)
  let isAsking = false
  let isOver = false
  let reopening: ReturnType<typeof setTimeout> | undefined

  async function open() {
    if (isAsking || camera.value) return
    isAsking = true
    clearTimeout(reopening)
    const asking = openCamera(facing)
    const opened = await answerWithin(CAMERA_WAIT_MS, () => asking, 'silent' as const)
    isAsking = isOpening.value = false
    take(opened)
    if (opened === 'silent') void asking.then(take) // Somebody may still allow it.
  }

  function take(opened: Camera | CameraTrouble) {
    const isThere = typeof opened !== 'string'
    if (isOver || camera.value) return void (isThere && opened.stop())
    trouble.value = isThere ? undefined : opened
    if (isThere) return use(opened)
    if (opened === 'none') reopening = setTimeout(open, REOPEN_AFTER_MS)
    else if (isUnattended) reopening = setTimeout(open, ASK_AGAIN_AFTER_MS)
  }

  function use(opened: Camera) {
    camera.value = opened
    opened.onLost(() => {
      camera.value = undefined
      void open()
    })
  }

  function reopen() {
    isOpening.value = camera.value === undefined
    void open()
  }

  const openIfVisible = () => void (document.hidden || open())
  document.addEventListener('visibilitychange', openIfVisible)
  const unsubscribe = onPermissionChange(openIfVisible)
  onScopeDispose(() => {
    isOver = true
    clearTimeout(reopening)
    document.removeEventListener('visibilitychange', openIfVisible)
    unsubscribe()
    camera.value?.stop()
  })
  void open()
  return { camera, trouble, isOpening, reopen }
}
