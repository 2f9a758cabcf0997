import { leafHash } from '../merkle/hashing.js';
import type { TreeHead } from '../merkle/verify-consistency.js';
import { verifyInclusion } from '../merkle/verify-inclusion.js';
import type { BundlePart } from './bundle.js';
import { idOf, type Findings } from './report.js';

/**
 * Verifies some events of a log, each by its own inclusion proof. It shows that what is given is in the log and
 * unaltered; that nothing was left out, only a whole log can show.
 */
export class SelectionVerification {
  readonly #head: TreeHead;
  readonly #findings: Findings;
  #given = 0;
  #last = -1;

  constructor(head: TreeHead, findings: Findings) {
    this.#head = head;
    this.#findings = findings;
  }

  get given(): number {
    return this.#given;
  }

  add(part: BundlePart): void {
    if (part.part === 'tile') return;
    const position = this.#given;
    if (part.part === 'damaged') {
      this.#given += part.events;
      this.#findings.add({ kind: 'damaged', at: part.at });
      return;
    }
    this.#given += 1;
    const { leaf, proof } = part;
    const index = part.index ?? -1;
    if (index <= this.#last) this.#findings.add({ kind: 'out-of-place', index, position });
    this.#last = Math.max(this.#last, index);
    if (proof === null || !verifyInclusion({ index, ...this.#head, leaf: leafHash(leaf), proof })) {
      this.#findings.add({ kind: 'not-included', index, id: idOf(leaf) });
    }
  }
}
