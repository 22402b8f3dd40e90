export { linksFeature, linkUp, type Targets, targetsOf } from './links.ts'
