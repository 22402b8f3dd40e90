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
  unitsWithoutPeople,
} from './holders.ts'
export { scopeName } from './scope-name.ts'
export { areasOf, holds, inAreas, isInside, scopesOf, seesCity } from './scopes.ts'
export { posts } from './tables.ts'
export { unitsFor } from './units-for.ts'
