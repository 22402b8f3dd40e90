ALTER TABLE `reports` ADD `filed_by` text;--> statement-breakpoint
ALTER TABLE `reports` ADD `clerk_id` text;--> statement-breakpoint
ALTER TABLE `reports` ADD `planned_on` text;--> statement-breakpoint
CREATE INDEX `reports_planned` ON `reports` (`planned_on`) WHERE planned_on is not null;--> statement-breakpoint
CREATE INDEX `reports_by_clerk` ON `reports` (`clerk_id`) WHERE clerk_id is not null;