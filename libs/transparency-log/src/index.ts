export { leafHash, nodeHash, EMPTY_ROOT } from './merkle/hashing.js';
export { CompactRange } from './merkle/compact-range.js';
export type { OnNode } from './merkle/compact-range.js';
export { verifyInclusion } from './merkle/verify-inclusion.js';
export type { Inclusion } from './merkle/verify-inclusion.js';
export { verifyConsistency } from './merkle/verify-consistency.js';
export type { Consistency, TreeHead } from './merkle/verify-consistency.js';

export { entriesPath, TILE_WIDTH, tilePath, tileWidth } from './tiles/tile.js';
export type { Tile, TileId } from './tiles/tile.js';
export type { TileStore } from './tiles/tile-store.js';
export { InMemoryTileStore } from './tiles/in-memory-tile-store.js';

export { Log } from './log/log.js';
export type { LogOptions } from './log/log.js';

export { addSignatures, parseNote, signNote } from './notes/signed-note.js';
export type { Note, NoteSignature } from './notes/signed-note.js';
export { openNote } from './notes/open-note.js';
export type { OpenedNote, VerifiedSignature } from './notes/open-note.js';
export { SIGNATURE_TYPES } from './notes/key-id.js';
export type { SignatureType } from './notes/key-id.js';
export { SigningKey } from './notes/signing-key.js';
export { VerifierKey, VerifierKeys } from './notes/verifier-key.js';
export { formatCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint } from './notes/checkpoint.js';
export type { Checkpoint, OpenedCheckpoint } from './notes/checkpoint.js';

export { canonicalise } from './canonical/canonical-json.js';
export type { JsonValue } from './canonical/canonical-json.js';
export { decodeLeaf, encodeLeaf, MAX_LEAF_BYTES } from './canonical/leaf.js';
export type { LogEvent } from './canonical/leaf.js';

export { verifyBundle } from './bundle/verify-bundle.js';
export type { VerifyBundleOptions } from './bundle/verify-bundle.js';
export type { Finding, SignedBy, VerificationReport, WhichCheckpoint } from './bundle/report.js';
export { verifyExport } from './bundle/verify-export.js';
export type { ExportReport } from './bundle/verify-export.js';
export { EXPORT_FILES, EXPORT_FORMAT, payloadLine, signManifest } from './bundle/export-manifest.js';
export type { ErasedEvents } from './bundle/erasures.js';
export type { ErasedNote, ExportManifest, ManifestFile } from './bundle/export-manifest.js';
export { verifyEvidence } from './bundle/verify-evidence.js';
export type { EvidenceReport } from './bundle/verify-evidence.js';
export { RECEIPT_FORMAT, signPromise, statementOf } from './receipt/receipt.js';
export type { PromiseTerms, Receipt, ReceiptInclusion, StatedEvent, Statement } from './receipt/receipt.js';
export { verifyReceipt } from './receipt/verify-receipt.js';
export type { ReceiptReport, ReceiptSaid } from './receipt/verify-receipt.js';
export { PromiseWatch } from './receipt/promise-watch.js';
export { zipInMemory } from './zip/zip-source.js';
export type { ZipSource } from './zip/zip-source.js';
export { BUNDLE_FORMAT } from './bundle/bundle.js';
export type {
  BundleHeader,
  BundlePart,
  BundleSource,
  ConsistencyFrom,
  DamagedPart,
  EventPart,
  TilePart,
} from './bundle/bundle.js';
export { eventLine, headerLine, NdjsonBundle, tileLine } from './bundle/ndjson-bundle.js';
export { TilesBundle } from './bundle/tiles-bundle.js';
export type { ReadFile } from './bundle/tiles-bundle.js';
export { decodeEntries, encodeEntries } from './tiles/entry-bundle.js';

export { TransparencyLogError } from './errors/transparency-log-error.js';
export type { TransparencyLogErrorCode } from './errors/transparency-log-error.js';
export {
  BundleUnreadableError,
  CheckpointMalformedError,
  InputRefusedError,
  KeyRefusedError,
  LeafMalformedError,
  LeafRefusedError,
  NoteMalformedError,
  NoteNotSignedError,
  SignatureInvalidError,
  StoreDamagedError,
  TileMissingError,
} from './errors/transparency-log-errors.js';
