/** Reads QR codes from pictures, one picture at a time. */
export interface Reader {
  /**
   * The texts of the codes in the picture: one that is wanted, or as many as are found. `isOnly`: no other
   * picture follows, so that time is no matter.
   */
  read: (
    picture: HTMLCanvasElement,
    isWanted: (text: string) => boolean,
    isOnly?: boolean,
  ) => Promise<string[]>
  close: () => void
}
