export { crossings, type Stretch } from './corridor.ts';
export {
  type Borders,
  type Box,
  boxesMeet,
  boxOf,
  isWithin,
  type Packed,
  type Pair,
  packAll,
} from './drawing.ts';
export {
  atMetres,
  type DrawnMap,
  milesOf,
  nearestStop,
  type Picture,
  pictureHeight,
  pictureOf,
  pictureWidth,
  type Spot,
} from './picture.ts';
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
