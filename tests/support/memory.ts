import { existsSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'

const MEMORY = '/dev/shm'
const ROOM_BYTES_LEAST = 4 * 2 ** 30

/**
 * Memory where it has room, for what a test makes and throws away: no commit waits for a disk there. A
 * PostgreSQL database is hundreds of files besides, and ext4 passes over every file that was deleted in the
 * last minutes before it makes a new one.
 */
export function quickFolder(): string {
  if (!existsSync(MEMORY)) return tmpdir()
  const { bavail, bsize } = statfsSync(MEMORY)
  return bavail * bsize >= ROOM_BYTES_LEAST ? MEMORY : tmpdir()
}
