import { Body, Controller, Delete, Get, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiPropertyOptional, ApiResponse, ApiTags } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import type { Clock } from 'nestjs-dqe-idmobile';
import { validate as isUuid } from 'uuid';
import { Access } from '../access/access.js';
import { CurrentAccess } from '../access/current.decorators.js';
import { APPLICATION, confinementOf } from '../access/principal.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { CLOCK } from '../clock.module.js';
import { Problem } from '../http/problem.js';
import { filterNamesOf, instantOf, PageQuery } from '../http/query.js';
import { cursorAfter, idOfCursor } from '../matches/cursor.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { ChangeKeyBody, CreateKeyBody, RotateKeyBody } from './key.bodies.js';
import type { MadeKey } from './key-record.js';
import { KeyPageView, KeyView, keyViewOf, MadeKeyView } from './key.view.js';
import { KeysService } from './keys.service.js';
import { PrismaApiKeys } from './prisma-api-keys.js';

const DEFAULT_LIMIT = 50;
const DEFAULT_OVERLAP_HOURS = 24;

export class ListKeysQuery extends PageQuery {
  @ApiPropertyOptional({ type: String, example: 'shop' })
  @IsOptional()
  @Matches(APPLICATION, { context: { remedy: 'Send the name of an application such as shop.' } })
  application?: string;
}

/** Keys of machines. A key that manages keys sees and makes those of its own application only. */
@ApiTags('keys')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/keys')
export class KeysController {
  constructor(
    private readonly service: KeysService,
    private readonly keys: PrismaApiKeys,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @RequirePermission('keys:manage', 'key.create')
  @ApiOperation({
    summary: 'Make a key',
    description: 'The answer holds the key, this once. Nobody hands out scopes they do not have themselves.',
  })
  @ApiResponse({ status: 201, type: MadeKeyView })
  @ApiProblems(413, 415)
  async create(@Body() body: CreateKeyBody, @CurrentAccess() access: Access): Promise<MadeKeyView> {
    const { application, name, scopes, expiresAt } = body;
    return this.made(
      await this.service.create({ application, name, scopes, expiresAt: timeOf(expiresAt) ?? null }, access),
    );
  }

  @Get()
  @RequirePermission('keys:manage', 'key.list')
  @ApiOperation({ summary: 'List keys, newest first', description: 'Those that have ended, too.' })
  @ApiResponse({ status: 200, type: KeyPageView })
  async list(@Query() query: ListKeysQuery, @CurrentAccess() access: Access): Promise<KeyPageView> {
    access.note({ filters: filterNamesOf(query) });
    const limit = query.limit ?? DEFAULT_LIMIT;
    const before = query.cursor === undefined ? null : idOfCursor(query.cursor);
    const filter = { application: query.application, within: confinementOf(access.principal) };
    // One more than asked for tells whether there is a next page.
    const found = await this.keys.page(filter, limit + 1, before);
    const items = found.slice(0, limit).map((record) => keyViewOf(record, this.clock.now()));
    const last = items.at(-1);
    return { items, nextCursor: found.length > limit && last !== undefined ? cursorAfter(last.id) : null };
  }

  @Get(':id')
  @RequirePermission('keys:manage', 'key.view')
  @ApiOperation({ summary: 'Show one key' })
  @ApiResponse({ status: 200, type: KeyView })
  @ApiProblems(404)
  async show(@Param('id') id: string, @CurrentAccess() access: Access): Promise<KeyView> {
    return keyViewOf(await this.service.find(checkedId(id), access.principal), this.clock.now());
  }

  @Patch(':id')
  @RequirePermission('keys:manage', 'key.change')
  @ApiOperation({
    summary: 'Change name, scopes or expiry',
    description: 'Taking away is always possible; adding scopes or time takes having them.',
  })
  @ApiResponse({ status: 200, type: KeyView })
  @ApiProblems(404, 409, 413, 415)
  async change(
    @Param('id') id: string,
    @Body() { name, scopes, expiresAt }: ChangeKeyBody,
    @CurrentAccess() access: Access,
  ): Promise<KeyView> {
    const change = { name, scopes, expiresAt: timeOf(expiresAt) };
    return keyViewOf(await this.service.change(checkedId(id), change, access), this.clock.now());
  }

  @Post(':id/rotate')
  @RequirePermission('keys:manage', 'key.rotate')
  @ApiOperation({
    summary: 'Make the key that follows this one',
    description:
      'Same application, name and scopes. The answer holds the new key, this once; the old one works along for `overlapHours`.',
  })
  @ApiBody({ type: RotateKeyBody, required: false })
  @ApiResponse({ status: 201, type: MadeKeyView })
  @ApiProblems(404, 409, 413, 415)
  async rotate(
    @Param('id') id: string,
    @Body() { overlapHours = DEFAULT_OVERLAP_HOURS, expiresAt }: RotateKeyBody,
    @CurrentAccess() access: Access,
  ): Promise<MadeKeyView> {
    const made = await this.service.rotate(
      checkedId(id),
      { overlapHours, expiresAt: timeOf(expiresAt) },
      access,
    );
    return this.made(made);
  }

  @Delete(':id')
  @RequirePermission('keys:manage', 'key.revoke')
  @ApiOperation({ summary: 'Revoke a key', description: 'At once. It stays on record.' })
  @ApiResponse({ status: 200, type: KeyView })
  @ApiProblems(404)
  async revoke(@Param('id') id: string, @CurrentAccess() access: Access): Promise<KeyView> {
    return keyViewOf(await this.service.revoke(checkedId(id), access), this.clock.now());
  }

  private made({ record, key }: MadeKey): MadeKeyView {
    return Object.assign(keyViewOf(record, this.clock.now()), { key });
  }
}

const timeOf = (text: string | null | undefined): Date | null | undefined =>
  typeof text === 'string' ? instantOf(text) : text;

function checkedId(id: string): string {
  if (isUuid(id)) return id;
  throw Problem.ofField('id', 'is not the id of a key', 'Send an id as this service gave it: a UUID.');
}
