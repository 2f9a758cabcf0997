import { Injectable } from '@nestjs/common';
import { type Envelope, SubjectKeys } from 'sealed-fields';

/** An export is about nobody in particular: the nil UUID, which no person has. */
const SERVICE_SUBJECT = '00000000-0000-0000-0000-000000000000';

/** Why somebody asked for an export. Sealed: people write names into such fields. */
@Injectable()
export class ExportReasons {
  constructor(private readonly keys: SubjectKeys) {}

  seal(exportId: string, reason: string): Promise<Envelope> {
    return this.keys.toSeal([SERVICE_SUBJECT], (keys) =>
      keys.of(SERVICE_SUBJECT).seal(reason, placeOf(exportId)),
    );
  }

  async open(exportId: string, envelope: Uint8Array<ArrayBuffer>): Promise<string | null> {
    const [opened] = await this.keys.openAll([
      { subject: SERVICE_SUBJECT, place: placeOf(exportId), envelope },
    ]);
    return opened?.opened === true ? opened.value : null;
  }
}

const placeOf = (row: string) => ({ table: 'exports', column: 'reason_sealed', row });
