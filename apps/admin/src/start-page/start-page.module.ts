import { Global, Module } from '@nestjs/common';
import { StartPageContent } from './start-page-content.js';
import { StartPageController } from './start-page.controller.js';

@Global()
@Module({
  controllers: [StartPageController],
  providers: [StartPageContent],
  exports: [StartPageContent],
})
export class StartPageModule {}
