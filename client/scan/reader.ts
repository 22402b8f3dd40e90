/** Reads QR codes from pictures, one picture at a time. */
export interface Reader {
  /**
   * The texts of the codes in the picture: of one that is wanted, or of all that are found. `isOnly`: no
   * other picture follows, so the reader may take its time.
   */
  read: (
    picture: HTMLCanvasElement,
    isWanted: (text: string) => boolean,
    isOnly?: boolean,
  ) => Promise<string[]>
  close: () => void
}
