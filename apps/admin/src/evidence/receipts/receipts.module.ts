import { Module } from '@nestjs/common';
import { EvidenceModule } from '../evidence.module.js';
import { LoggedEvents } from './logged-events.js';
import { PrismaReceiptEvents } from './prisma-receipt-events.js';
import { ReceiptsService } from './receipts.service.js';

/** What partners can keep of a match: a promise that the log has signed, and the proof that it was kept. */
@Module({
  imports: [EvidenceModule],
  providers: [PrismaReceiptEvents, LoggedEvents, ReceiptsService],
  exports: [ReceiptsService],
})
export class ReceiptsModule {}
