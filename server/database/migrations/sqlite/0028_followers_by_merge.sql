ALTER TABLE `report_supporters` ADD `by_merge` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `reports_by_merge` ON `reports` (`merged_into`) WHERE merged_into is not null;