import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { validate as isUuid } from 'uuid';
import { Access } from '../access/access.js';
import { CurrentAccess } from '../access/current.decorators.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { PageQuery } from '../http/query.js';
import { cursorAfter, idOfCursor } from '../matches/cursor.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { PeopleService } from './people.service.js';
import { PersonNotFoundError } from './person-errors.js';
import { ChangePersonBody, InvitePersonBody } from './person.bodies.js';
import { InvitedPersonView, invitedViewOf, PersonPageView, PersonView, personViewOf } from './person.view.js';

const DEFAULT_LIMIT = 50;

/** The staff. Nobody registers: who is to come in is invited. */
@ApiTags('people')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/people')
export class PeopleController {
  constructor(private readonly people: PeopleService) {}

  @Post()
  @RequirePermission('users:manage', 'person.create')
  @ApiOperation({
    summary: 'Invite somebody',
    description:
      'The answer holds a link, this once, good for 72 hours. No mail is sent: hand it over yourself.',
  })
  @ApiResponse({ status: 201, type: InvitedPersonView })
  @ApiProblems(409, 413, 415)
  async create(@Body() body: InvitePersonBody, @CurrentAccess() access: Access): Promise<InvitedPersonView> {
    return invitedViewOf(await this.people.create(body, access));
  }

  @Get()
  @RequirePermission('users:manage', 'person.list')
  @ApiOperation({ summary: 'List people, newest first' })
  @ApiResponse({ status: 200, type: PersonPageView })
  async list(@Query() query: PageQuery, @CurrentAccess() access: Access): Promise<PersonPageView> {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const before = query.cursor === undefined ? null : idOfCursor(query.cursor);
    // One more than asked for tells whether there is a next page.
    const found = await this.people.page(limit + 1, before, access);
    const items = found.slice(0, limit).map(personViewOf);
    const last = items.at(-1);
    return { items, nextCursor: found.length > limit && last !== undefined ? cursorAfter(last.id) : null };
  }

  @Get(':id')
  @RequirePermission('users:manage', 'person.view')
  @ApiOperation({ summary: 'Show one person' })
  @ApiResponse({ status: 200, type: PersonView })
  @ApiProblems(404)
  async show(@Param('id') id: string, @CurrentAccess() access: Access): Promise<PersonView> {
    return personViewOf(await this.people.find(checkedId(id), access));
  }

  @Patch(':id')
  @RequirePermission('users:manage', 'person.change')
  @ApiOperation({
    summary: 'Change name or roles, disable or enable',
    description:
      'Holds at once. An administrator may give any role, but changes nothing of their own rights; the last active one stays.',
  })
  @ApiResponse({ status: 200, type: PersonView })
  @ApiProblems(404, 409, 413, 415)
  async change(
    @Param('id') id: string,
    @Body() { name, roles, disabled }: ChangePersonBody,
    @CurrentAccess() access: Access,
  ): Promise<PersonView> {
    return personViewOf(await this.people.change(checkedId(id), { name, roles, disabled }, access));
  }

  @Delete(':id')
  @HttpCode(204)
  @RequirePermission('users:manage', 'person.remove')
  @ApiOperation({ summary: 'Remove somebody', description: 'What they did stays on record, under their id.' })
  @ApiResponse({ status: 204, description: 'Removed, and signed out everywhere.' })
  @ApiProblems(404, 409)
  remove(@Param('id') id: string, @CurrentAccess() access: Access): Promise<void> {
    return this.people.remove(checkedId(id), access);
  }

  @Post(':id/invitation')
  @RequirePermission('users:manage', 'person.invite')
  @ApiOperation({
    summary: 'Make a new link, as after a lost telephone',
    description:
      'Password, second factor, sessions and links until now open nothing any more. The answer holds the link, this once.',
  })
  @ApiResponse({ status: 201, type: InvitedPersonView })
  @ApiProblems(404)
  async invite(@Param('id') id: string, @CurrentAccess() access: Access): Promise<InvitedPersonView> {
    return invitedViewOf(await this.people.reinvite(checkedId(id), access));
  }

  @Delete(':id/sessions')
  @HttpCode(204)
  @RequirePermission('users:manage', 'session.revoke')
  @ApiOperation({ summary: 'Sign somebody out everywhere', description: 'Holds at once, in all instances.' })
  @ApiResponse({ status: 204, description: 'They have no session any more.' })
  @ApiProblems(404)
  signOut(@Param('id') id: string, @CurrentAccess() access: Access): Promise<void> {
    return this.people.signOut(checkedId(id), access);
  }
}

/** What is no id is nobody's. */
function checkedId(id: string): string {
  if (!isUuid(id)) throw new PersonNotFoundError();
  return id.toLowerCase();
}
