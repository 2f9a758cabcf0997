import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentApplication } from '../access/current.decorators.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { PrismaWebhookDeliveries } from './prisma-webhook-deliveries.js';
import { WebhookEndpointsService } from './webhook-endpoints.service.js';
import { checkedId, endpointDisabled, noDelivery } from './webhook-problems.js';
import { DeliveryLogView, deliveryLogViewOf } from './webhook.view.js';

@ApiTags('webhooks')
@RequiresApiKey()
@ApiProblems(400, 401, 404, 429, 503)
@Controller('api/v1/webhooks/deliveries')
export class WebhookDeliveriesController {
  constructor(
    private readonly service: WebhookEndpointsService,
    private readonly deliveries: PrismaWebhookDeliveries,
  ) {}

  @Get(':id')
  @RequirePermission('webhooks:manage', 'webhook.delivery')
  @ApiOperation({ summary: 'Show one delivery, with its attempts' })
  @ApiResponse({ status: 200, type: DeliveryLogView })
  async show(@CurrentApplication() application: string, @Param('id') id: string): Promise<DeliveryLogView> {
    return deliveryLogViewOf((await this.deliveries.find(checkedId(id), application)) ?? noDelivery());
  }

  @Post(':id/resend')
  @RequirePermission('webhooks:manage', 'webhook.resend')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Send a delivery again',
    description: 'Now, whatever became of it, with the same `webhook-id`, and with a new round of attempts.',
  })
  @ApiResponse({ status: 202, type: DeliveryLogView })
  @ApiProblems(409)
  async resend(@CurrentApplication() application: string, @Param('id') id: string): Promise<DeliveryLogView> {
    if ((await this.deliveries.find(checkedId(id), application)) === null) noDelivery();
    return deliveryLogViewOf((await this.service.resend(application, id)) ?? endpointDisabled());
  }
}
