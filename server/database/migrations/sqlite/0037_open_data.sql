CREATE TABLE `partners` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`area_id` text NOT NULL,
	`key_hash` text NOT NULL,
	`made_at` integer NOT NULL,
	`withdrawn_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `partners_by_key` ON `partners` (`key_hash`);--> statement-breakpoint
ALTER TABLE `reports` ADD `changed_at` integer;--> statement-breakpoint
CREATE INDEX `reports_by_time` ON `reports` (`filed_at`);--> statement-breakpoint
CREATE INDEX `reports_by_change` ON `reports` (`changed_at`) WHERE changed_at is not null;--> statement-breakpoint
UPDATE `reports` SET `changed_at` = `state_since` WHERE `state_since` <> `filed_at`;
