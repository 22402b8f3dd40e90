/** What newer browsers know of a lamp, which no library of types has yet. */
interface Lamp { torch?: boolean }

export interface Camera {
  readonly stream: MediaStream
  readonly hasTorch: boolean
  readonly setTorch: (isOn: boolean) => Promise<void>
  readonly stop: () => void
  /** Hears when it is gone without having been stopped: pulled out, or taken by the system. */
  readonly onLost: (hear: () => void) => void
}
/** 'denied': somebody said no to the camera; 'none': there is none to be had, or another app holds it. */
export type CameraTrouble = 'denied' | 'none'

/** Opens the camera that looks away from its holder, or at whoever stands before the screen ('user'). */
export async function openCamera(
  facing: 'environment' | 'user' = 'environment',
): Promise<Camera | CameraTrouble> {
  const devices = navigator.mediaDevices as MediaDevices | undefined // Absent where the page is not secure.
  if (!devices) return 'none'
  try {
    const stream = await devices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: facing }, width: { ideal: 1280 }, height: { ideal: 720 } },
    })
    return cameraOf(stream)
  }
  catch (trouble) {
    return trouble instanceof DOMException && trouble.name === 'NotAllowedError' ? 'denied' : 'none'
  }
}

function cameraOf(stream: MediaStream): Camera {
  const [track] = stream.getVideoTracks()
  const able = track?.getCapabilities?.() as Lamp | undefined
  return {
    stream,
    hasTorch: able?.torch === true,
    setTorch: async isOn =>
      await track?.applyConstraints({ advanced: [{ torch: isOn } as MediaTrackConstraintSet] }),
    stop: () => stream.getTracks().forEach(each => each.stop()),
    onLost: hear => track?.addEventListener('ended', hear),
  }
}
