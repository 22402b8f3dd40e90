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
CREATE INDEX `announcements_by_maker` ON `announcements` (`made_by`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_activities` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`title` text NOT NULL,
	`words` text NOT NULL,
	`bring` text NOT NULL,
	`area_id` text NOT NULL,
	`latitude` real NOT NULL,
	`longitude` real NOT NULL,
	`spot` text NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`leave_by` integer NOT NULL,
	`capacity` integer NOT NULL,
	`skills` text NOT NULL,
	`team_id` text,
	`made_by` text NOT NULL,
	`published_by` text,
	`changed_at` integer NOT NULL,
	`changed_by` text NOT NULL,
	`end_words` text,
	`ended_at` integer,
	FOREIGN KEY (`team_id`) REFERENCES `teams`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`made_by`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`published_by`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "activities_kind" CHECK("__new_activities"."kind" in ('volunteering', 'course', 'birthday', 'talk')),
	CONSTRAINT "activities_state" CHECK("__new_activities"."state" in ('draft', 'published', 'calledOff', 'finished')),
	CONSTRAINT "activities_span" CHECK("__new_activities"."starts_at" < "__new_activities"."ends_at" and "__new_activities"."leave_by" <= "__new_activities"."starts_at"),
	CONSTRAINT "activities_capacity" CHECK("__new_activities"."capacity" between 1 and 500)
);
--> statement-breakpoint
INSERT INTO `__new_activities`("id", "kind", "state", "title", "words", "bring", "area_id", "latitude", "longitude", "spot", "starts_at", "ends_at", "leave_by", "capacity", "skills", "team_id", "made_by", "published_by", "changed_at", "changed_by", "end_words", "ended_at") SELECT "id", "kind", "state", "title", "words", "bring", "area_id", "latitude", "longitude", "spot", "starts_at", "ends_at", "leave_by", "capacity", "skills", "team_id", "made_by", "published_by", "changed_at", "changed_by", "end_words", "ended_at" FROM `activities`;--> statement-breakpoint
DROP TABLE `activities`;--> statement-breakpoint
ALTER TABLE `__new_activities` RENAME TO `activities`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `activities_by_beginning` ON `activities` (`state`,`starts_at`);--> statement-breakpoint
CREATE INDEX `activities_by_team` ON `activities` (`team_id`);