CREATE TABLE `case_links` (
	`id` text PRIMARY KEY NOT NULL,
	`report_id` text NOT NULL,
	`unit_id` text NOT NULL,
	`made_at` integer NOT NULL,
	`until` integer NOT NULL,
	`message` text NOT NULL,
	`sent_at` integer,
	`opened_at` integer,
	`ended_at` integer,
	`ended_by` text,
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `case_links_open` ON `case_links` (`report_id`) WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX `case_links_by_report` ON `case_links` (`report_id`,`made_at`);--> statement-breakpoint
CREATE INDEX `case_links_to_send` ON `case_links` (`made_at`) WHERE message = 'waiting';--> statement-breakpoint
CREATE TABLE `report_answers` (
	`report_id` text NOT NULL,
	`digest` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`report_id`, `digest`),
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
ALTER TABLE `units` ADD `works_by_link` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `units` ADD `link_phone` text;