/// <reference types="vite/client" />
/// <reference types="vite-plugin-pwa/client" />

declare module '*.css'

/** The package's own types are out of reach of its `exports`. */
declare module 'tinykeys' {
  export function tinykeys(target: Window, keys: Record<string, (event: KeyboardEvent) => void>): () => void
}
