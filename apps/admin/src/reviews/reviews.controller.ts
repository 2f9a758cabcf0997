import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { validate as isUuid } from 'uuid';
import { Access } from '../access/access.js';
import { CurrentAccess } from '../access/current.decorators.js';
import { confinementOf } from '../access/principal.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { Problem } from '../http/problem.js';
import { filterNamesOf } from '../http/query.js';
import { cursorAfter, idOfCursor } from '../matches/cursor.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { PrismaReviews } from './prisma-reviews.js';
import { CloseReviewBody, ListReviewsQuery } from './review.bodies.js';
import { ReviewDetailsView, reviewDetailsOf, ReviewPageView, reviewViewOf } from './review.view.js';
import { ReviewsService } from './reviews.service.js';

const DEFAULT_LIMIT = 50;

/** The queue of matches that a person has to look at. */
@ApiTags('reviews')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/reviews')
export class ReviewsController {
  constructor(
    private readonly service: ReviewsService,
    private readonly reviews: PrismaReviews,
  ) {}

  @Get()
  @RequirePermission('matches:review', 'review.list')
  @ApiOperation({ summary: 'List cases, newest first', description: '`state=open` is the queue.' })
  @ApiResponse({ status: 200, type: ReviewPageView })
  async list(@Query() query: ListReviewsQuery, @CurrentAccess() access: Access): Promise<ReviewPageView> {
    access.note({ filters: filterNamesOf(query) });
    const limit = query.limit ?? DEFAULT_LIMIT;
    const before = query.cursor === undefined ? null : idOfCursor(query.cursor);
    const filter = { state: query.state, cause: query.cause, within: confinementOf(access.principal) };
    // One more than asked for tells whether there is a next page.
    const found = await this.reviews.page(filter, limit + 1, before);
    const items = found.slice(0, limit).map(reviewViewOf);
    const last = items.at(-1);
    return { items, nextCursor: found.length > limit && last !== undefined ? cursorAfter(last.id) : null };
  }

  @Get(':id')
  @RequirePermission('matches:review', 'review.view')
  @ApiOperation({ summary: 'Show one case', description: 'With what people wrote.' })
  @ApiResponse({ status: 200, type: ReviewDetailsView })
  @ApiProblems(404)
  async show(@Param('id') id: string, @CurrentAccess() access: Access): Promise<ReviewDetailsView> {
    return reviewDetailsOf(await this.service.find(checkedId(id), access.principal));
  }

  @Post(':id/close')
  @HttpCode(200)
  @RequirePermission('matches:review', 'review.close')
  @ApiOperation({ summary: 'Close a case', description: 'Only people do.' })
  @ApiResponse({ status: 200, type: ReviewDetailsView })
  @ApiProblems(404, 409, 410, 413, 415)
  async close(
    @Param('id') id: string,
    @Body() { resolution, reason }: CloseReviewBody,
    @CurrentAccess() access: Access,
  ): Promise<ReviewDetailsView> {
    return reviewDetailsOf(await this.service.close(checkedId(id), resolution, reason, access));
  }
}

function checkedId(id: string): string {
  if (isUuid(id)) return id.toLowerCase();
  throw Problem.ofField('id', 'is not the id of a case', 'Send an id as this service gave it: a UUID.');
}
