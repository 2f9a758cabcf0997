import { Module } from '@nestjs/common';
import { RetentionModule } from '../retention/retention.module.js';
import { PrismaRegister } from './prisma-register.js';
import { RegisterController } from './register.controller.js';
import { RegisterService } from './register.service.js';

@Module({
  imports: [RetentionModule],
  controllers: [RegisterController],
  providers: [PrismaRegister, RegisterService],
})
export class RegisterModule {}
