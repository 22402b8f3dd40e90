DROP INDEX `receipts_by_account`;--> statement-breakpoint
CREATE INDEX `receipts_by_time` ON `receipts` (`decided_at`,`account_id`,`name`);