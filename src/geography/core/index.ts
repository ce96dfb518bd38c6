export { crossings, type Stretch } from './corridor.ts';
export {
  type Area,
  type AreaIndex,
  contains,
  distanceMetres,
  indexAreas,
  locateIndex,
  locateNear,
  type Point,
} from './shapes.ts';
