import { readDoorCode, readProof } from '#shared/doors/door-bytes.ts'
import { readPickUp } from '#shared/mall/pick-up.ts'
import { readCode } from '#shared/proofs/codes.ts'
import { readHeldPass } from '#shared/proofs/held-passes.ts'

/** What a scanned text leads to: a page, or a sentence. */
export type Scanned =
  | { kind: 'door', code: string }
  | { kind: 'attend', path: string }
  | { kind: 'page', path: string }
  | { kind: 'no', words: string }

/** Reads a scanned text. `origin`: our own address. `isPage`: whether a path is one of our pages. */
export function whatIs(text: string, origin: string, isPage: (path: string) => boolean): Scanned {
  const code = text.trim()
  if (readDoorCode(code)) return { kind: 'door', code: code.split('/d/').at(-1)! }
  if (readPickUp(code)) return { kind: 'no', words: '这是领取码：请拿给驿站管理员，由对方在“柜台”里扫。' }
  if (readProof(code)) return { kind: 'no', words: '这是进站的通行码：请对准门口平板的镜头，不用手机扫。' }
  if (readHeldPass(code)) return { kind: 'no', words: '这是活动用的通行码：请在活动的签到页里扫。' }
  const path = pathOf(code, origin)
  if (path?.startsWith('/p/') && readCode(path)) return { kind: 'attend', path }
  if (path !== undefined && isPage(path)) return { kind: 'page', path }
  return {
    kind: 'no',
    words: /^https?:/i.test(code)
      ? '这是别处的网址，不是小蜜蜂的码，没有打开。'
      : '不认识这个码。请扫驿站门口平板上的码，或驿站海报上的码。',
  }
}

function pathOf(text: string, origin: string): string | undefined {
  try {
    const url = new URL(text)
    return url.origin === origin ? url.pathname + url.search : undefined
  }
  catch {
    return undefined // It is no address.
  }
}

/** A code as typed from an older kiosk's screen, where it is printed in groups. */
export const withoutGaps = (typed: string): string => typed.normalize('NFKC').replace(/[\s\p{Cf}]/gu, '')
