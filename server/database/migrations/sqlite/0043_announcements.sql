CREATE TABLE `longer_hours` (
	`ref` text NOT NULL,
	`from` integer NOT NULL,
	`until` integer NOT NULL,
	`area_id` text NOT NULL,
	`opens` integer NOT NULL,
	`closes` integer NOT NULL,
	PRIMARY KEY(`ref`, `from`),
	CONSTRAINT "longer_hours_span" CHECK("longer_hours"."from" < "longer_hours"."until" and "longer_hours"."opens" < "longer_hours"."closes")
);
--> statement-breakpoint
CREATE INDEX `longer_hours_by_end` ON `longer_hours` (`until`);--> statement-breakpoint
CREATE TABLE `announcements` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`words` text NOT NULL,
	`area_id` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`stations_open` integer,
	`stations_close` integer,
	`version` integer NOT NULL,
	`made_by` text NOT NULL,
	`changed_at` integer NOT NULL,
	`changed_by` text NOT NULL,
	`end_words` text,
	FOREIGN KEY (`made_by`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "announcements_kind" CHECK("announcements"."kind" in ('notice', 'alert')),
	CONSTRAINT "announcements_span" CHECK("announcements"."starts_at" <= "announcements"."ends_at"),
	CONSTRAINT "announcements_times_are_whole" CHECK(("announcements"."stations_open" is null) = ("announcements"."stations_close" is null))
);
--> statement-breakpoint
CREATE INDEX `announcements_by_end` ON `announcements` (`ends_at`);--> statement-breakpoint
CREATE INDEX `announcements_by_maker` ON `announcements` (`made_by`);