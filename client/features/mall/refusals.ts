import type { RefusalSentences } from '#client/app/feature.ts'
import type { MallRefusal } from '#shared/mall/refusals.ts'
import { orderStateName } from '#client/app/words/mall.ts'
import { day } from '#client/app/words/time.ts'

function soldOut(free: number, nearest: string | undefined): string {
  const here = free > 0 ? `这个驿站只剩 ${free} 件` : '这个驿站已经兑完'
  return `${here}，没有扣你的积分。${nearest ? `最近的${nearest}还有。` : '别的驿站也没有了。'}`
}

export const refusals: RefusalSentences<MallRefusal> = {
  'mall.itemUnknown': () => '没有找到这件商品，去商城看看别的。',
  'mall.notOffered': () => '这件商品现在不能在这个驿站兑换，换个驿站或看看别的。',
  'mall.priceChanged': ({ price }) => `价格变了，现在每件 ${price} 积分，没有扣你的积分。`,
  'mall.soldOut': ({ free, stationName }) => soldOut(free, stationName),
  'mall.perPerson': ({ most }) => `这件商品每人最多兑 ${most} 件，你已经兑够了。`,
  'mall.dayWrong': () => '选的用餐日期不对，请重新选一天。',
  'mall.closedThatDay': on => `${day(on.day)}这个驿站不再开门。请换一天或换个驿站。`,
  'mall.idTaken': () => '这一条已经提交过了，请核对记录，不要重复提交。',
  'mall.orderUnknown': () => '没有找到这次兑换。',
  'mall.orderClosed': ({ state }) => `这次兑换${orderStateName(state)}，不能再改。`,
  'mall.codeWrong': () => '领取码不对，请对方亮出码重新扫，或念一遍六位数字。',
  'mall.tooManyDigits': () => '念错的数字太多了，请过一个小时再试，或扫码：扫码不受影响。',
  'mall.otherStation': ({ stationName }) => `这件要到${stationName}领取。`,
  'mall.ownOrder': () => '自己的兑换要由另一位驿站管理员交付。',
  'mall.notYourStation': () => '这个驿站不归你管。',
  'mall.notThatMany': ({ onHand }) => `架上只有 ${onHand} 件，请核对数量。`,
  'mall.tooLate': () => '过了领取时间，积分已退回。',
  'mall.notToday': on => `这份餐是${day(on.day)}的，当天再来。`,
}
