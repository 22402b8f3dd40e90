CREATE TABLE `reminders` (
	`account_id` text NOT NULL,
	`kind` text NOT NULL,
	`ref` text NOT NULL,
	`words` text NOT NULL,
	`at` integer NOT NULL,
	`until` integer NOT NULL,
	`sent_at` integer,
	PRIMARY KEY(`account_id`, `kind`, `ref`),
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `reminders_due` ON `reminders` (`at`) WHERE sent_at is null;--> statement-breakpoint
CREATE INDEX `reminders_by_ref` ON `reminders` (`ref`);--> statement-breakpoint
CREATE TABLE `openings` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`ref` text NOT NULL,
	`title` text NOT NULL,
	`capacity` integer NOT NULL,
	`taken` integer DEFAULT 0 NOT NULL,
	`last_seq` integer DEFAULT 0 NOT NULL,
	`flow` text NOT NULL,
	`opens_at` integer NOT NULL,
	`closes_at` integer,
	`starts_at` integer,
	`ends_at` integer,
	`answer_within_ms` integer,
	`ended_at` integer,
	CONSTRAINT "openings_kind" CHECK("openings"."kind" in ('activity', 'team')),
	CONSTRAINT "openings_flow" CHECK("openings"."flow" in ('instant', 'ask')),
	CONSTRAINT "openings_places" CHECK("openings"."taken" >= 0 and "openings"."taken" <= "openings"."capacity"),
	CONSTRAINT "openings_span" CHECK(("openings"."starts_at" is null) = ("openings"."ends_at" is null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `openings_by_ref` ON `openings` (`kind`,`ref`);--> statement-breakpoint
CREATE TABLE `signups` (
	`opening_id` text NOT NULL,
	`account_id` text NOT NULL,
	`seq` integer NOT NULL,
	`state` text NOT NULL,
	`words` text DEFAULT '' NOT NULL,
	`answer_by` integer,
	`at` integer NOT NULL,
	PRIMARY KEY(`opening_id`, `account_id`),
	FOREIGN KEY (`opening_id`) REFERENCES `openings`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "signups_state" CHECK("signups"."state" in
        ('asked', 'waiting', 'offered', 'in', 'left', 'refused', 'lapsed', 'came', 'missed')),
	CONSTRAINT "signups_offers_end" CHECK(("signups"."state" = 'offered') = ("signups"."answer_by" is not null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `signups_in_order` ON `signups` (`opening_id`,`seq`);--> statement-breakpoint
CREATE INDEX `signups_by_account` ON `signups` (`account_id`,`state`);--> statement-breakpoint
CREATE INDEX `signups_offered` ON `signups` (`answer_by`) WHERE state = 'offered';--> statement-breakpoint
CREATE TABLE `teams` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`trade` text NOT NULL,
	`words` text NOT NULL,
	`area_id` text NOT NULL,
	`founded_at` integer NOT NULL,
	`founded_by` text NOT NULL,
	CONSTRAINT "teams_trade" CHECK("teams"."trade" in ('parcel', 'ride', 'meal', 'other'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `teams_by_name` ON `teams` (`area_id`,`name`);--> statement-breakpoint
CREATE TABLE `activities` (
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
	CONSTRAINT "activities_kind" CHECK("activities"."kind" in ('volunteering', 'birthday', 'talk')),
	CONSTRAINT "activities_state" CHECK("activities"."state" in ('draft', 'published', 'calledOff', 'finished')),
	CONSTRAINT "activities_span" CHECK("activities"."starts_at" < "activities"."ends_at" and "activities"."leave_by" <= "activities"."starts_at"),
	CONSTRAINT "activities_capacity" CHECK("activities"."capacity" between 1 and 500)
);
--> statement-breakpoint
CREATE INDEX `activities_by_beginning` ON `activities` (`state`,`starts_at`);--> statement-breakpoint
CREATE INDEX `activities_by_team` ON `activities` (`team_id`);--> statement-breakpoint
CREATE TABLE `activity_messages` (
	`id` text PRIMARY KEY NOT NULL,
	`activity_id` text NOT NULL,
	`words` text NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	FOREIGN KEY (`activity_id`) REFERENCES `activities`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `activity_messages_by_activity` ON `activity_messages` (`activity_id`,`at`);--> statement-breakpoint
CREATE TABLE `activity_photos` (
	`activity_id` text NOT NULL,
	`hash` text NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`activity_id`, `hash`),
	FOREIGN KEY (`activity_id`) REFERENCES `activities`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `activity_photos_by_hash` ON `activity_photos` (`hash`);--> statement-breakpoint
CREATE TABLE `attendances` (
	`id` text PRIMARY KEY NOT NULL,
	`activity_id` text NOT NULL,
	`account_id` text NOT NULL,
	`direction` text NOT NULL,
	`at` integer NOT NULL,
	`how` text NOT NULL,
	`told_by` text NOT NULL,
	`told_at` integer NOT NULL,
	`is_doubtful` integer NOT NULL,
	FOREIGN KEY (`activity_id`) REFERENCES `activities`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "attendances_direction" CHECK("attendances"."direction" in ('in', 'out')),
	CONSTRAINT "attendances_how" CHECK("attendances"."how" in ('code', 'pass'))
);
--> statement-breakpoint
CREATE INDEX `attendances_by_person` ON `attendances` (`activity_id`,`account_id`);--> statement-breakpoint
CREATE TABLE `birthday_invitations` (
	`account_id` text NOT NULL,
	`month` text NOT NULL,
	PRIMARY KEY(`account_id`, `month`),
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `birthdays` (
	`account_id` text PRIMARY KEY NOT NULL,
	`month` integer NOT NULL,
	`day` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "birthdays_day" CHECK("birthdays"."month" between 1 and 12 and "birthdays"."day" between 1 and 31)
);
--> statement-breakpoint
CREATE INDEX `birthdays_by_month` ON `birthdays` (`month`);--> statement-breakpoint
CREATE TABLE `calendars` (
	`account_id` text PRIMARY KEY NOT NULL,
	`generation` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `hour_corrections` (
	`id` text PRIMARY KEY NOT NULL,
	`activity_id` text NOT NULL,
	`account_id` text NOT NULL,
	`in_at` integer NOT NULL,
	`out_at` integer NOT NULL,
	`words` text NOT NULL,
	`state` text NOT NULL,
	`asked_by` text NOT NULL,
	`asked_at` integer NOT NULL,
	`decided_by` text,
	`decided_at` integer,
	`decided_words` text,
	FOREIGN KEY (`activity_id`) REFERENCES `activities`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`asked_by`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "hour_corrections_state" CHECK("hour_corrections"."state" in ('asked', 'approved', 'declined')),
	CONSTRAINT "hour_corrections_span" CHECK("hour_corrections"."in_at" < "hour_corrections"."out_at"),
	CONSTRAINT "hour_corrections_by_others" CHECK("hour_corrections"."asked_by" <> "hour_corrections"."account_id" and ("hour_corrections"."decided_by" is null
      or ("hour_corrections"."decided_by" <> "hour_corrections"."account_id" and "hour_corrections"."decided_by" <> "hour_corrections"."asked_by")))
);
--> statement-breakpoint
CREATE INDEX `hour_corrections_by_activity` ON `hour_corrections` (`activity_id`,`account_id`);--> statement-breakpoint
CREATE TABLE `patrol_notes` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`post_id` text NOT NULL,
	`area_id` text NOT NULL,
	`finding` text NOT NULL,
	`words` text NOT NULL,
	`latitude` real,
	`longitude` real,
	`at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "patrol_notes_finding" CHECK("patrol_notes"."finding" in ('fine', 'watch'))
);
--> statement-breakpoint
CREATE INDEX `patrol_notes_by_area` ON `patrol_notes` (`area_id`,`at`);--> statement-breakpoint
CREATE INDEX `patrol_notes_by_account` ON `patrol_notes` (`account_id`,`at`);--> statement-breakpoint
CREATE TABLE `volunteer_cards` (
	`id` text PRIMARY KEY NOT NULL,
	`serial` text NOT NULL,
	`account_id` text NOT NULL,
	`words` text NOT NULL,
	`code` text NOT NULL,
	`made_at` integer NOT NULL,
	`withdrawn_at` integer,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `volunteer_cards_by_serial` ON `volunteer_cards` (`serial`);--> statement-breakpoint
CREATE INDEX `volunteer_cards_by_account` ON `volunteer_cards` (`account_id`);--> statement-breakpoint
CREATE TABLE `volunteer_hours` (
	`activity_id` text NOT NULL,
	`account_id` text NOT NULL,
	`minutes` integer NOT NULL,
	`team_id` text,
	`day` text NOT NULL,
	`counted_at` integer NOT NULL,
	PRIMARY KEY(`activity_id`, `account_id`),
	FOREIGN KEY (`activity_id`) REFERENCES `activities`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "volunteer_hours_minutes" CHECK("volunteer_hours"."minutes" between 0 and 1440 and "volunteer_hours"."minutes" % 15 = 0)
);
--> statement-breakpoint
CREATE INDEX `volunteer_hours_by_account` ON `volunteer_hours` (`account_id`);--> statement-breakpoint
CREATE INDEX `volunteer_hours_by_team` ON `volunteer_hours` (`team_id`);