const URL_LIFETIME_MS = 60_000 // Some phones ask the user before they read the URL.

/** Saves a file to the phone's downloads. */
export function saveFile(file: Blob, name: string): void {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(file), download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), URL_LIFETIME_MS)
}
