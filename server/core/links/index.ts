export { findLinked, linksFeature, linkUp, unlink, useFinders } from './links.ts'
