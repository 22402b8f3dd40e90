CREATE TABLE `after_photo_checks` (
	`report_id` text NOT NULL,
	`step_id` text NOT NULL,
	`fault` text,
	PRIMARY KEY(`report_id`, `step_id`),
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`step_id`) REFERENCES `report_steps`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `after_photo_checks_waiting` ON `after_photo_checks` (`step_id`) WHERE fault is null;--> statement-breakpoint
INSERT INTO `after_photo_checks` (`report_id`, `step_id`) SELECT DISTINCT `report_id`, `step_id` FROM `report_photos` WHERE `step_id` IS NOT NULL;
