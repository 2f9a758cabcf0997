import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentApplication } from '../access/current.decorators.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { AdminConfig } from '../config/admin-config.js';
import { cursorAfter, idOfCursor } from '../matches/cursor.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { PrismaWebhookDeliveries } from './prisma-webhook-deliveries.js';
import { PrismaWebhookEndpoints } from './prisma-webhook-endpoints.js';
import type { AddressRules } from './public-address.js';
import { WebhookEndpointsService } from './webhook-endpoints.service.js';
import { checkedId, checkedUrl, endpointDisabled, noEndpoint, tooManyEndpoints } from './webhook-problems.js';
import { ChangeEndpointDto, CreateEndpointDto, ListDeliveriesQuery, RotateSecretDto } from './webhook.dto.js';
import {
  CreatedEndpointView,
  DeliveryLogView,
  deliveryLogViewOf,
  DeliveryPageView,
  deliveryViewOf,
  EndpointsView,
  EndpointView,
  endpointViewOf,
  RotatedSecretView,
} from './webhook.view.js';

const DEFAULT_LIMIT = 50;

@ApiTags('webhooks')
@RequiresApiKey()
@ApiProblems(400, 401, 429, 503)
@Controller('api/v1/webhooks/endpoints')
export class WebhookEndpointsController {
  private readonly rules: AddressRules;

  constructor(
    private readonly service: WebhookEndpointsService,
    private readonly endpoints: PrismaWebhookEndpoints,
    private readonly deliveries: PrismaWebhookDeliveries,
    config: AdminConfig,
  ) {
    this.rules = { allowLoopback: config.webhookAllowLoopback };
  }

  @Post()
  @RequirePermission('webhooks:manage', 'webhook.create')
  @ApiOperation({
    summary: 'Register an endpoint for webhooks',
    description: 'It is told what happens to the matches of its application from now on.',
  })
  @ApiResponse({ status: 201, type: CreatedEndpointView })
  @ApiProblems(409, 413, 415)
  async create(
    @CurrentApplication() application: string,
    @Body() { url, events, description, receipts }: CreateEndpointDto,
  ): Promise<CreatedEndpointView> {
    const checked = { url: checkedUrl(url, this.rules), events, description, receipts };
    const { endpoint, secret } = (await this.service.create(application, checked)) ?? tooManyEndpoints();
    return Object.assign(endpointViewOf(endpoint), { secret });
  }

  @Get()
  @RequirePermission('webhooks:manage', 'webhook.list')
  @ApiOperation({ summary: 'List the endpoints for webhooks' })
  @ApiResponse({ status: 200, type: EndpointsView })
  async list(@CurrentApplication() application: string): Promise<EndpointsView> {
    return { items: (await this.endpoints.list(application)).map(endpointViewOf) };
  }

  @Get(':id')
  @RequirePermission('webhooks:manage', 'webhook.view')
  @ApiOperation({ summary: 'Show one endpoint' })
  @ApiResponse({ status: 200, type: EndpointView })
  @ApiProblems(404)
  async show(@CurrentApplication() application: string, @Param('id') id: string): Promise<EndpointView> {
    return endpointViewOf((await this.endpoints.find(checkedId(id), application)) ?? noEndpoint());
  }

  @Patch(':id')
  @RequirePermission('webhooks:manage', 'webhook.change')
  @ApiOperation({ summary: 'Change an endpoint, disable it, or enable it again' })
  @ApiResponse({ status: 200, type: EndpointView })
  @ApiProblems(404, 413, 415)
  async change(
    @CurrentApplication() application: string,
    @Param('id') id: string,
    @Body() { url, ...change }: ChangeEndpointDto,
  ): Promise<EndpointView> {
    const checked = url === undefined ? {} : { url: checkedUrl(url, this.rules) };
    const changed = await this.service.change(application, checkedId(id), { ...change, ...checked });
    return endpointViewOf(changed ?? noEndpoint());
  }

  @Delete(':id')
  @RequirePermission('webhooks:manage', 'webhook.delete')
  @HttpCode(204)
  @ApiOperation({ summary: 'Delete an endpoint, with its delivery log' })
  @ApiResponse({ status: 204, description: 'Deleted.' })
  @ApiProblems(404)
  async remove(@CurrentApplication() application: string, @Param('id') id: string): Promise<void> {
    if (!(await this.endpoints.remove(checkedId(id), application))) noEndpoint();
  }

  @Post(':id/rotate-secret')
  @RequirePermission('webhooks:manage', 'webhook.rotate')
  @ApiOperation({
    summary: 'Make a new secret',
    description: 'Both sign until `previousSecretUntil`, so that receivers can change over without a gap.',
  })
  @ApiBody({ type: RotateSecretDto, required: false })
  @ApiResponse({ status: 201, type: RotatedSecretView })
  @ApiProblems(404, 413, 415)
  async rotate(
    @CurrentApplication() application: string,
    @Param('id') id: string,
    @Body() { overlapHours }: RotateSecretDto,
  ): Promise<RotatedSecretView> {
    const { secret, previousSecretUntil } =
      (await this.service.rotateSecret(application, checkedId(id), overlapHours)) ?? noEndpoint();
    return { secret, previousSecretUntil: previousSecretUntil?.toISOString() ?? null };
  }

  @Post(':id/test')
  @RequirePermission('webhooks:manage', 'webhook.test')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Send a webhook.test',
    description: 'Tried once. The delivery tells how it went.',
  })
  @ApiResponse({ status: 202, type: DeliveryLogView })
  @ApiProblems(404, 409)
  async test(@CurrentApplication() application: string, @Param('id') id: string): Promise<DeliveryLogView> {
    if ((await this.endpoints.find(checkedId(id), application)) === null) noEndpoint();
    return deliveryLogViewOf((await this.service.test(application, id)) ?? endpointDisabled());
  }

  @Get(':id/deliveries')
  @RequirePermission('webhooks:manage', 'webhook.deliveries')
  @ApiOperation({ summary: 'The delivery log of an endpoint, newest first' })
  @ApiResponse({ status: 200, type: DeliveryPageView })
  @ApiProblems(404)
  async log(
    @CurrentApplication() application: string,
    @Param('id') id: string,
    @Query() query: ListDeliveriesQuery,
  ): Promise<DeliveryPageView> {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const before = query.cursor === undefined ? null : idOfCursor(query.cursor);
    if ((await this.endpoints.find(checkedId(id), application)) === null) noEndpoint();
    // One more than asked for tells whether there is a next page.
    const found = await this.deliveries.page(id, query.status, limit + 1, before);
    const items = found.slice(0, limit).map(deliveryViewOf);
    const last = items.at(-1);
    return { items, nextCursor: found.length > limit && last !== undefined ? cursorAfter(last.id) : null };
  }
}
