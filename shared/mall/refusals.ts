export type MallRefusal =
  | { code: 'mall.itemUnknown' }
  | { code: 'mall.notOffered' } // Not listed any more, not yet, or not at that station.
  | { code: 'mall.priceChanged', price: number }
  // `stationName`: the nearest station that has enough, if any.
  | { code: 'mall.soldOut', free: number, stationName?: string, stationId?: string }
  | { code: 'mall.perPerson', most: number }
  | { code: 'mall.dayWrong' }
  | { code: 'mall.closedThatDay', day: string } // The counter is closed on the meal's day, or opens no more.
  | { code: 'mall.idTaken' }
  | { code: 'mall.orderUnknown' }
  | { code: 'mall.orderClosed', state: string }
  | { code: 'mall.codeWrong' }
  | { code: 'mall.tooManyDigits' }
  | { code: 'mall.otherStation', stationName: string }
  | { code: 'mall.ownOrder' }
  | { code: 'mall.notYourStation' }
  | { code: 'mall.notThatMany', onHand: number }
  | { code: 'mall.tooLate' }
  | { code: 'mall.notToday', day: string } // A meal is handed over on its own day only.
