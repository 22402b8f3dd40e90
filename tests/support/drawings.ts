import sharp from 'sharp'
import { afterAll, beforeAll } from 'vitest'

const decoder = { operation: ['VipsForeignLoadSvg'] }

/** The sample's drawings are SVG, whose decoder the first photo that is sent blocks for the whole process. */
export function mayDraw(): void {
  beforeAll(() => sharp.unblock(decoder))
  afterAll(() => sharp.block(decoder))
}
