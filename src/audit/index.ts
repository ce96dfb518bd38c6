/** What happened, provably. For now the rows; the tree over them comes later. */
export { type Actor, type Leaf, leaf } from './store.ts';
