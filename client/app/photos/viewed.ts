/** A photo that the viewer can show. */
export interface ShownPhoto {
  readonly hash: string
  readonly thumbhash?: string | null
  readonly version?: number | undefined
  readonly isHidden?: boolean | undefined
  /** The page's own copy, which is the only one when the phone was too full to save it. */
  readonly bytes?: ArrayBuffer | undefined
  /** Looked for on this phone first. */
  readonly local?: boolean
}
