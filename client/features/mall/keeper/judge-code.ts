import type { DeskOrder, MallDesk } from '#shared/mall/schemas.ts'
import type { PhotoRef } from '#shared/media/schemas.ts'
import { isSignedBy } from '#client/app/device/signature.ts'
import { clock, day, orderStateNames } from '#client/app/words/index.ts'
import { dayOf } from '#shared/kernel/day.ts'
import { readPickUp } from '#shared/mall/pick-up.ts'

/** An order to hand over. `number` is null for one made after this phone last had a network. */
export interface Goods {
  orderId: string
  number: number | null
  name: string
  photo: PhotoRef | null
  count: number
  day: string | null
}
/** What this phone knows when a code is scanned. */
export interface Known {
  stationId: string
  desk: MallDesk
  /** The desk's answer is fresh: an order that it lacks does not exist here. */
  isDeskFresh: boolean
  /** Orders handed over on this phone. */
  used: ReadonlySet<string>
  /** The keeper's own orders. */
  own: ReadonlySet<string>
  now: number
}
/** `stationId`: the order is for another station of this keeper. */
export type Verdict = { isGood: true, goods: Goods } | { isGood: false, words: string, stationId?: string }

const no = (words: string, stationId?: string): Verdict => ({
  isGood: false,
  words,
  ...(stationId !== undefined && { stationId }),
})

/** Why an order may not be handed over, as far as the desk knows; undefined when it may. */
function against(
  {
    id,
    state,
    closedAt,
    day: onDay,
    pickUpBy,
  }: Pick<DeskOrder, 'id' | 'state' | 'closedAt' | 'day' | 'pickUpBy'>,
  { used, own, now }: Known,
): string | undefined {
  if (used.has(id)) return '这个码在这台手机上已经交付过了，不能再交付。'
  if (own.has(id)) return '这是你自己的兑换，要由另一位驿站管理员交付。'
  if (state !== 'open') {
    const when = closedAt === null ? '' : `（${clock(closedAt, now)}）`
    return `这次兑换${orderStateNames[state] ?? '已结束'}${when}，不能再交付。`
  }
  if (onDay !== null && dayOf(now) !== onDay)
    return `这份餐是${day(onDay, now)}的，${onDay > dayOf(now) ? '当天再来' : '已经过了'}。`
  return now > pickUpBy ? `过了领取时间（${clock(pickUpBy, now)}），积分已退回。` : undefined
}

/** Judges an order that the server found by its six digits. */
export function judgeOrder(order: DeskOrder, known: Known): Verdict {
  const words = against(order, known)
  return words === undefined
    ? {
        isGood: true,
        goods: {
          orderId: order.id,
          number: order.number,
          name: order.itemName,
          photo: order.photo,
          count: order.count,
          day: order.day,
        },
      }
    : no(words)
}

/** Judges a scanned code on the phone alone: signed by us, for this station, in time and not used yet. */
export async function judgeCode(text: string, known: Known): Promise<Verdict> {
  const read = readPickUp(text)
  if (!read) return no('这不是领取码。请对方打开“我的兑换”，亮出那一单的码。')
  const { pickUp, signed, signature } = read
  const key = known.desk.keys.find(({ id }) => id === pickUp.keyId)
  if (!key) return no('现在核对不了这个码，请连上网络再扫，或输入 6 位领取码。')
  if (!await isSignedBy(key.publicKey, signed, signature)) return no('领取码是假的或损坏了，不要交付。请对方亮出原来的码再扫。')
  return pickUp.stationId === known.stationId ? judgeHere(pickUp, known) : elsewhere(pickUp.stationId, known)
}

function elsewhere(stationId: string, { desk }: Known): Verdict {
  const own = desk.stations.find(({ station }) => station.id === stationId)
  return own ? no(`这件要在${own.station.name}领取，不是这里。`, stationId) : no('这件要在别的驿站领取，不是这里。对方的兑换页写着是哪一个。')
}

function judgeHere(
  pickUp: { orderId: string, itemId: string, count: number, day: string | null, expires: number },
  known: Known,
): Verdict {
  const here = known.desk.stations.find(({ station }) => station.id === known.stationId)
  const order = here?.orders.find(({ id }) => id === pickUp.orderId)
  const words = against(
    order ?? { id: pickUp.orderId, state: 'open', closedAt: null, day: pickUp.day, pickUpBy: pickUp.expires },
    known,
  )
  if (words !== undefined) return no(words)
  if (order) return judgeOrder(order, known)
  if (known.isDeskFresh) return no('这次兑换已经结束：领过了、取消了或过期了，不能再交付。')
  const item = here?.shelf.find(({ itemId }) => itemId === pickUp.itemId)
  if (!item) return no('查不到这件商品，请连上网络再扫。')
  return {
    isGood: true,
    goods: {
      orderId: pickUp.orderId,
      number: null,
      name: item.name,
      photo: item.photo,
      count: pickUp.count,
      day: pickUp.day,
    },
  }
}
