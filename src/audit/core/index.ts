/** The pure half of the audit log: the tree over its leaves, and what a checkpoint says. */
export {
  type Base64,
  type Checkpoint,
  checkpointText,
  readCheckpointText,
  readNote,
  writeNote,
} from './checkpoint.ts';
export {
  completedBy,
  consistencyProof,
  type HashAt,
  inclusionProof,
  isConsistent,
  isIncluded,
  leafHash,
  nodeHash,
  rootOf,
  type Sha256,
  type Subtree,
} from './tree.ts';
export { isAccepted, judgeGrowth, type WitnessVerdict } from './witness.ts';
