-- Whether an endpoint wants a receipt with each match it is told of.
ALTER TABLE "webhook_endpoints" ADD COLUMN "receipts" BOOLEAN NOT NULL DEFAULT false;

-- The receipt has yet to be put into the body, before the first attempt.
ALTER TABLE "webhook_deliveries" ADD COLUMN "receipt_pending" BOOLEAN NOT NULL DEFAULT false;
