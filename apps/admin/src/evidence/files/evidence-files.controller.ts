import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Access } from '../../access/access.js';
import { AccessRecorder } from '../../access/access-recorder.js';
import { CurrentAccess } from '../../access/current.decorators.js';
import { confinementOf } from '../../access/principal.js';
import { RequirePermission } from '../../access/require-permission.decorator.js';
import { ApiProblems } from '../../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../../openapi/requires-api-key.decorator.js';
import { LogConfinedError } from '../checks/log-check-errors.js';
import { noCheckpoint } from '../proofs/evidence-problems.js';
import { PrismaCheckpoints } from '../proofs/prisma-checkpoints.js';
import { noFile } from './evidence-files-problems.js';
import { logFileAt } from './log-file.js';
import { PrismaLogFiles } from './prisma-log-files.js';

type Names = Readonly<Record<'a' | 'b' | 'c' | 'd', string | undefined>>;

/** The whole log in the layout of C2SP `tlog-tiles`, for `dqe-verify` and any other verifier. */
@ApiTags('evidence')
@RequiresApiKey()
@ApiProblems(404, 429, 503)
@Controller('api/v1/evidence/log')
export class EvidenceFilesController {
  constructor(
    private readonly files: PrismaLogFiles,
    private readonly checkpoints: PrismaCheckpoints,
    private readonly recorder: AccessRecorder,
  ) {}

  @Get('checkpoint')
  @RequirePermission('audit:read', 'evidence.log')
  @Header('content-type', 'text/plain; charset=utf-8')
  @ApiOperation({
    summary: 'The latest checkpoint of the whole log',
    description:
      'Where a verifier begins: `npx dqe-verify …/api/v1/evidence/log --key …`. Not for keys: the log is of all applications.',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  async checkpoint(@CurrentAccess() access: Access): Promise<string> {
    refuseConfined(access);
    const latest = await this.checkpoints.latest();
    if (latest === null) throw noCheckpoint();
    return latest.note;
  }

  @Get(['tile/:level/:a', 'tile/:level/:a/:b', 'tile/:level/:a/:b/:c', 'tile/:level/:a/:b/:c/:d'])
  @RequirePermission('audit:read', 'evidence.log')
  @Header('content-type', 'application/octet-stream')
  @ApiOperation({
    summary: 'A tile of the tree, or the leaves below one',
    description:
      'As C2SP `tlog-tiles` has them: `tile/0/x001/234`, `tile/0/005.p/17`, `tile/entries/005`. Leaves hold ids, types, times and hashes.',
  })
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async file(
    @Param('level') level: string,
    @Param() { a, b, c, d }: Names,
    @CurrentAccess() access: Access,
  ): Promise<Uint8Array> {
    refuseConfined(access);
    const rest = [a, b, c, d].filter((name) => name !== undefined).join('/');
    const file = logFileAt(level, rest);
    const bytes = file === null ? null : await this.files.read(file);
    if (bytes === null) throw noFile();
    // Thousands in a row are one reading of the log, and a line for each would make the log grow by being read.
    await this.recorder.count(access);
    access.isOnRecord();
    return Buffer.from(bytes);
  }
}

function refuseConfined({ principal }: Access): void {
  if (confinementOf(principal) !== null) throw new LogConfinedError();
}
