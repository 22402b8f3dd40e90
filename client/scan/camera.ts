/** A track's torch, which TypeScript's DOM types lack. */
interface Torch { torch?: boolean }

export interface Camera {
  readonly stream: MediaStream
  readonly hasTorch: boolean
  readonly setTorch: (isOn: boolean) => Promise<void>
  readonly stop: () => void
  /** Calls when the camera ends without `stop`: unplugged, or taken by the system. */
  readonly onLost: (listener: () => void) => void
}
/**
 * 'denied': no permission; 'none': there is no camera, or another app holds it; 'silent': neither a camera
 * nor a refusal, as while nobody answers the phone's question.
 */
export type CameraTrouble = 'denied' | 'none' | 'silent'

/** Opens the back camera, or with 'user' the front one. */
export async function openCamera(
  facing: 'environment' | 'user' = 'environment',
): Promise<Camera | Exclude<CameraTrouble, 'silent'>> {
  const devices = navigator.mediaDevices as MediaDevices | undefined // Undefined on an insecure page.
  if (!devices) return 'none'
  try {
    const stream = await devices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: facing }, width: { ideal: 1280 }, height: { ideal: 720 } },
    })
    return cameraOf(stream)
  }
  catch (error) {
    return error instanceof DOMException && error.name === 'NotAllowedError' ? 'denied' : 'none'
  }
}

/** Calls when the permission is changed in the settings, where the browser tells; returns `unsubscribe`. */
export function onPermissionChange(listener: () => void): () => void {
  const leaving = new AbortController()
  // Not every browser has it, and some don't know the name.
  void navigator.permissions?.query({ name: 'camera' as PermissionName })
    .then(status => status.addEventListener('change', listener, { signal: leaving.signal }))
    .catch(() => {})
  return () => leaving.abort()
}

function cameraOf(stream: MediaStream): Camera {
  const [track] = stream.getVideoTracks()
  const abilities = track?.getCapabilities?.() as Torch | undefined
  return {
    stream,
    hasTorch: abilities?.torch === true,
    setTorch: async isOn =>
      await track?.applyConstraints({ advanced: [{ torch: isOn } as MediaTrackConstraintSet] }),
    stop: () => stream.getTracks().forEach(each => each.stop()),
    onLost: listener => track?.addEventListener('ended', listener),
  }
}
