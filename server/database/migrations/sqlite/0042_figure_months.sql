-- Sums by day are counted anew, as sums by month and by day: the keys of the old ones are no keys of the new.
DELETE FROM `figure_days`;--> statement-breakpoint
CREATE TABLE `figure_months` (
	`area_id` text NOT NULL,
	`month` text NOT NULL,
	`kind` text NOT NULL,
	`filed` integer NOT NULL,
	`accepted` integer NOT NULL,
	`assigned` integer NOT NULL,
	`working` integer NOT NULL,
	`resolved` integer NOT NULL,
	`closed` integer NOT NULL,
	`declined` integer NOT NULL,
	`unable` integer NOT NULL,
	`merged` integer NOT NULL,
	`withdrawn` integer NOT NULL,
	`was_resolved` integer NOT NULL,
	`was_reopened` integer NOT NULL,
	`rated` integer NOT NULL,
	`scores` integer NOT NULL,
	`mended` integer NOT NULL,
	`came_back` integer NOT NULL,
	`settled` integer NOT NULL,
	`settled_late` integer NOT NULL,
	`fell_due` integer NOT NULL,
	PRIMARY KEY(`area_id`, `month`, `kind`)
);
--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_figure_days` (
	`area_id` text NOT NULL,
	`day` text NOT NULL,
	`filed` integer NOT NULL,
	`settled` integer NOT NULL,
	PRIMARY KEY(`area_id`, `day`)
);
--> statement-breakpoint
INSERT INTO `__new_figure_days`("area_id", "day", "filed", "settled") SELECT "area_id", "day", "filed", "settled" FROM `figure_days`;--> statement-breakpoint
DROP TABLE `figure_days`;--> statement-breakpoint
ALTER TABLE `__new_figure_days` RENAME TO `figure_days`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `figure_reports_by_time` ON `figure_reports` (`filed_at`,`area_id`,`kind`,`state`,`was_reopened`,`came_back`);