export { addPost, endPosts, type NewPost, ofKind } from './change-posts.ts'
export { postsFeature } from './feature.ts'
export {
  admins,
  captainsOf,
  heldPost,
  isHeld,
  isOpen,
  keepersOf,
  membersOf,
  postsOf,
  staffOver,
  unitsFor,
  unitsOutOfReach,
} from './holders.ts'
export { areasOf, holds, inAreas, isInside, scopeName, scopesOf, seesCity } from './scopes.ts'
export { posts } from './tables.ts'
