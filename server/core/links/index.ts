export { findLinked, linksFeature, linkUp, useFinders } from './links.ts'
