/**
 * Gives a picture's <img> to `use`, decoded. The browser turns it upright itself, shows a JPEG without its
 * end marker too, and decodes a large one at a fraction. Rejects where it can't be decoded.
 */
export async function withImage<Result>(
  picture: Blob,
  use: (image: HTMLImageElement) => Result | Promise<Result>,
): Promise<Result> {
  const url = URL.createObjectURL(picture)
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    return await use(image)
  }
  finally {
    URL.revokeObjectURL(url)
  }
}

/** Its size in px, upright. */
export const sizeOf = (image: HTMLImageElement) =>
  ({ width: image.naturalWidth, height: image.naturalHeight })
