CREATE TABLE `report_reminders` (
	`report_id` text NOT NULL,
	`of` text NOT NULL,
	`due_at` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`report_id`, `of`, `due_at`),
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `reports_asked` ON `reports` (`number`) WHERE question is not null;