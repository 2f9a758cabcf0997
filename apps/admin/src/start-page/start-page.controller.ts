import { Controller, Get } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { Public } from '../access/public.decorator.js';
import { AdminConfig } from '../config/admin-config.js';
import { VERSION } from '../package-root.js';
import { StartPageContent } from './start-page-content.js';
import type { Persona } from './start-page-content.js';

export interface StartJson {
  readonly sandbox: boolean;
  readonly version: string;
  readonly personas: readonly Persona[];
}

/** Tells the start page (a static file) what runs here. */
@ApiExcludeController()
@Public()
@Controller('start.json')
export class StartPageController {
  readonly #config: AdminConfig;
  readonly #content: StartPageContent;

  constructor(config: AdminConfig, content: StartPageContent) {
    this.#config = config;
    this.#content = content;
  }

  @Get()
  start(): StartJson {
    return { sandbox: this.#config.sandbox, version: VERSION, personas: this.#content.personas };
  }
}
