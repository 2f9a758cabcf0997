import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Clock } from 'nestjs-dqe-idmobile';
import { Access } from '../access/access.js';
import { CurrentAccess } from '../access/current.decorators.js';
import { RequirePermission } from '../access/require-permission.decorator.js';
import { ApiPendingApproval, pending, type PendingApprovalView } from '../approvals/pending-approval.js';
import { CLOCK } from '../clock.module.js';
import { checkedId } from '../http/checked-id.js';
import { pageOf } from '../http/page.js';
import { filterNamesOf } from '../http/query.js';
import { ApiProblems } from '../openapi/api-problems.decorator.js';
import { RequiresApiKey } from '../openapi/requires-api-key.decorator.js';
import { PoliciesService, type PolicyRules } from './policies.service.js';
import {
  CreatePolicyBody,
  ListPoliciesQuery,
  type PolicyFieldsBody,
  type PolicyRuleBody,
  PublishPolicyBody,
} from './policy.body.js';
import type { PolicyRecord } from './policy-record.js';
import { PolicyTexts } from './policy-texts.js';
import { PolicyPageView, PolicyView, policyViewsOf } from './policy.view.js';
import { PrismaPolicies } from './prisma-policies.js';

export const POLICY = 'a policy';

/** By what scores become a verdict. */
@ApiTags('policies')
@RequiresApiKey()
@ApiProblems(400, 429, 503)
@Controller('api/v1/policies')
export class PoliciesController {
  constructor(
    private readonly service: PoliciesService,
    private readonly policies: PrismaPolicies,
    private readonly texts: PolicyTexts,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @RequirePermission('policies:read', 'policy.list')
  @ApiOperation({ summary: 'Policies with all their versions, newest first' })
  @ApiResponse({ status: 200, type: PolicyPageView })
  async list(@Query() query: ListPoliciesQuery, @CurrentAccess() access: Access): Promise<PolicyPageView> {
    access.note({ filters: filterNamesOf(query) });
    const page = await pageOf(query, (limit, before) => this.policies.page(query, limit, before));
    return { ...page, items: await policyViewsOf(page.items, this.texts) };
  }

  @Post()
  @RequirePermission('policies:manage', 'policy.create')
  @ApiOperation({
    summary: 'Write a new version of a policy',
    description:
      'A draft: nothing is judged by it until it is published. It gets the next version of its name, and is never changed: write another one instead. Not for keys: policies are of the whole service.',
  })
  @ApiResponse({ status: 201, type: PolicyView })
  @ApiProblems(413, 415)
  async create(@Body() body: CreatePolicyBody, @CurrentAccess() access: Access): Promise<PolicyView> {
    const { name = 'default', minimumDecisive, fields, note } = body;
    const rules = { name, minimumDecisive, fields: rulesOf(fields) };
    return this.view(await this.service.create(rules, note, access));
  }

  @Get('active')
  @RequirePermission('policies:read', 'policy.view')
  @ApiOperation({ summary: 'The policy in force', description: 'By which matches are judged now.' })
  @ApiResponse({ status: 200, type: PolicyView })
  async showActive(@CurrentAccess() access: Access): Promise<PolicyView> {
    const found = await this.policies.active();
    access.concerns(found.id);
    return this.view(found);
  }

  @Get(':id')
  @RequirePermission('policies:read', 'policy.view')
  @ApiOperation({ summary: 'One version of a policy' })
  @ApiResponse({ status: 200, type: PolicyView })
  @ApiProblems(404)
  async show(@Param('id') id: string): Promise<PolicyView> {
    return this.view(await this.service.find(checkedId(id, POLICY)));
  }

  @Post(':id/publish')
  @RequirePermission('policies:manage', 'policy.publish')
  @ApiOperation({
    summary: 'Put a policy into force',
    description:
      'In place of the one that is: a draft, or a retired one again. All instances judge by it within two seconds; verdicts that were given stay as they are. Where `fourEyes` names policy it takes a second person, who approves this policy in place of that one. Not for keys.',
  })
  @ApiResponse({ status: 201, type: PolicyView })
  @ApiPendingApproval()
  @ApiProblems(404, 409, 413, 415)
  async publish(
    @Param('id') id: string,
    @Body() { reason, approvalId }: PublishPolicyBody,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PolicyView | PendingApprovalView> {
    const outcome = await this.service.publish(checkedId(id, POLICY), { reason, approvalId }, access);
    return 'needs' in outcome ? pending(reply, outcome.needs, this.clock.now()) : this.view(outcome);
  }

  private async view(record: PolicyRecord): Promise<PolicyView> {
    const [view] = await policyViewsOf([record], this.texts);
    if (view === undefined) throw new Error('one policy gives one view');
    return view;
  }
}

/** Only the fields there are, and of each only what is a rule. */
const rulesOf = (fields: PolicyFieldsBody): PolicyRules['fields'] =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([field, rule]: [string, PolicyRuleBody | undefined]) => {
      if (rule === undefined) return [];
      const { agreesFrom, contradictsBelow, weight } = rule;
      return [[field, { agreesFrom, contradictsBelow, weight }]];
    }),
  );
