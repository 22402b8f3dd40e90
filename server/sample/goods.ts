import type { ItemCategory } from '#shared/mall/rules.ts'

export interface SampleItem {
  readonly name: string
  /** Its file in `drawings/goods`, without the ending. */
  readonly picture: string
  readonly category: ItemCategory
  readonly price: number
  readonly words: string
  readonly perPerson?: number
  readonly donor?: { readonly name: string, readonly words: string }
}

// Invented donors, plainly marked as such.
const noodles = { name: '晨光面业（示例）', words: '关爱服务联盟成员。挂面和食用油，送给在外奔忙的小哥。' }
const pharmacy = { name: '同心药房（示例）', words: '关爱服务联盟成员。夏送清凉、冬送温暖。' }
const riders = { name: '平安骑行社（示例）', words: '关爱服务联盟成员。愿每一单都平安到达。' }
const books = { name: '街坊书屋（示例）', words: '关爱服务联盟成员。歇脚的时候翻两页。' }

export const sampleGoods: readonly SampleItem[] = [
  { name: '纯棉毛巾', picture: 'towel', category: 'daily', price: 30, words: '70×34 厘米，吸水不掉毛。颜色随机。' },
  { name: '折叠雨伞', picture: 'umbrella', category: 'daily', price: 60, words: '三折，收起来 25 厘米，放得进外卖箱侧袋。' },
  { name: '洗衣液 2 升', picture: 'detergent', category: 'daily', price: 80, words: '低泡易漂，工服油渍一洗就掉。' },
  { name: '大容量水壶', picture: 'bottle', category: 'daily', price: 50, words: '1.5 升，可在驿站接热水。' },
  {
    name: '骑行雨衣',
    picture: 'raincoat',
    category: 'riding',
    price: 120,
    words: '连体加厚，前后反光条，双帽檐。',
  },
  {
    name: '骑行头盔',
    picture: 'helmet',
    category: 'riding',
    price: 200,
    words: '3C 认证，可拆洗内衬。每人限兑一顶。',
    perPerson: 1,
    donor: riders,
  },
  {
    name: '反光背心',
    picture: 'vest',
    category: 'riding',
    price: 45,
    words: '夜间 200 米可见。',
    donor: riders,
  },
  { name: '防晒袖套', picture: 'sleeves', category: 'riding', price: 25, words: '冰丝透气，一双。' },
  { name: '手机支架', picture: 'phoneHolder', category: 'riding', price: 40, words: '减震防掉，单手取放。' },
  {
    name: '充电宝',
    picture: 'powerBank',
    category: 'riding',
    price: 180,
    words: '10000 毫安时，双口输出。每人限兑一个。',
    perPerson: 1,
  },
  { name: '大米 5 公斤', picture: 'rice', category: 'food', price: 100, words: '本地新米，真空包装。' },
  {
    name: '挂面 1 公斤',
    picture: 'noodles',
    category: 'food',
    price: 20,
    words: '鸡蛋挂面，五分钟一碗。',
    donor: noodles,
  },
  {
    name: '食用油 1.8 升',
    picture: 'oil',
    category: 'food',
    price: 75,
    words: '非转基因菜籽油。',
    donor: noodles,
  },
  {
    name: '随车急救包',
    picture: 'firstAid',
    category: 'health',
    price: 70,
    words: '创可贴、纱布、碘伏棉签、三角巾，共 28 件。',
    donor: pharmacy,
  },
  {
    name: '防暑药品盒',
    picture: 'medicine',
    category: 'health',
    price: 35,
    words: '藿香正气口服液与清凉油。请按说明使用。',
    donor: pharmacy,
  },
  {
    name: '社区读本',
    picture: 'book',
    category: 'culture',
    price: 15,
    words: '街坊们写的江城故事，一册。',
    donor: books,
  },
]

/** 幸福食堂: eaten at the station's 小哥窗口, on the day it was ordered for. */
export const sampleMeals: readonly SampleItem[] = [
  {
    name: '幸福食堂午餐·一荤两素',
    picture: 'lunch',
    category: 'meal',
    price: 20,
    words: '小哥窗口 11:00–13:30 取用，米饭和汤不限量。',
  },
  {
    name: '幸福食堂午餐·热干面套餐',
    picture: 'hotNoodles',
    category: 'meal',
    price: 12,
    words: '小哥窗口 11:00–13:30 取用，配蛋酒一碗。',
  },
]
export const mealStations = ['民意街', '满春街', '新华街', '晴川', '五里墩', '大智'] as const
