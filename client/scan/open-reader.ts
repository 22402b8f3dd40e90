import type { Reader } from './reader.ts'
import { nativeReader } from './native-reader.ts'
import { workerReader } from './worker-reader.ts'

/** The browser's own reader where it works, else ours. */
export const openReader = async (): Promise<Reader> => await nativeReader() ?? workerReader()
