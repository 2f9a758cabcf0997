import { Body, Controller, Get, Post, UseGuards } from '@nestjs/common';
import { ApiKeyGuard } from './api-key.guard.js';
import { CreateMatchDto } from './create-match.dto.js';
import { MatchesService } from './matches.service.js';

@Controller('api/v1/matches')
@UseGuards(ApiKeyGuard)
export class MatchesController {
  constructor(private readonly matches: MatchesService) {}

  @Post()
  create(@Body() body: CreateMatchDto) {
    return this.matches.create(body);
  }

  @Get()
  list() {
    return this.matches.list();
  }
}
