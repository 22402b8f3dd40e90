/** Reads QR codes from pictures, one at a time. */
export interface Reader {
  /**
   * The text of a code in the picture, or null. `isOnly`: no other picture follows, so that time is no
   * matter.
   */
  read: (picture: HTMLCanvasElement, isOnly?: boolean) => Promise<string | null>
  close: () => void
}
