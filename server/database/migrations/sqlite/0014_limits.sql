ALTER TABLE `login_codes` ADD `asker` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `login_codes` ADD `strangers_left` integer DEFAULT 5 NOT NULL;--> statement-breakpoint
CREATE INDEX `receipts_by_account` ON `receipts` (`account_id`,`name`,`decided_at`);