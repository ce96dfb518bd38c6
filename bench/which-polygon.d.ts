declare module 'which-polygon' {
  export default function whichPolygon(collection: never): (point: [number, number]) => unknown;
}
