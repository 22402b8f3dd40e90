/** A pin whose point is at the middle of its lower edge, in a box of 24 × 32. */
export const PIN_PATH = 'M12 31C7 22 2 18 2 11a10 10 0 1 1 20 0c0 7-5 11-10 20z'
export const PIN_PX: [number, number] = [30, 40]
export const pinPicture =
  `<svg viewBox="0 0 24 32" aria-hidden="true"><path d="${PIN_PATH}"/>`
  + '<circle cx="12" cy="11" r="4" fill="#fff"/></svg>'
