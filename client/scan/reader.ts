import { nativeReader } from './native-reader.ts'
import { workerReader } from './worker-reader.ts'

/** Reads QR codes from pictures, one at a time. */
export interface Reader {
  /**
   * The text of a code in the picture; null when there is none. `isOnly`: no other picture follows, so that
   * it is looked at as long as it takes.
   */
  read: (picture: HTMLCanvasElement, isOnly?: boolean) => Promise<string | null>
  close: () => void
}

/** The phone's own reader where it has one that works, else ours. */
export const openReader = async (): Promise<Reader> => await nativeReader() ?? workerReader()
