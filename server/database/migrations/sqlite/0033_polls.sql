CREATE TABLE `poll_boxes` (
	`poll_id` text PRIMARY KEY NOT NULL,
	`sealed` text NOT NULL,
	FOREIGN KEY (`poll_id`) REFERENCES `polls`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `poll_named_votes` (
	`poll_id` text NOT NULL,
	`account_id` text NOT NULL,
	`option` integer NOT NULL,
	PRIMARY KEY(`poll_id`, `account_id`),
	FOREIGN KEY (`poll_id`) REFERENCES `polls`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `poll_named_votes_by_account` ON `poll_named_votes` (`account_id`);--> statement-breakpoint
CREATE TABLE `poll_options` (
	`poll_id` text NOT NULL,
	`option` integer NOT NULL,
	`text` text NOT NULL,
	`latitude` real,
	`longitude` real,
	PRIMARY KEY(`poll_id`, `option`),
	FOREIGN KEY (`poll_id`) REFERENCES `polls`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "poll_options_place_is_whole" CHECK(("poll_options"."latitude" is null) = ("poll_options"."longitude" is null))
);
--> statement-breakpoint
CREATE TABLE `poll_tallies` (
	`poll_id` text NOT NULL,
	`option` integer NOT NULL,
	`n` integer NOT NULL,
	PRIMARY KEY(`poll_id`, `option`),
	FOREIGN KEY (`poll_id`) REFERENCES `polls`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "poll_tallies_n" CHECK("poll_tallies"."n" >= 0)
);
--> statement-breakpoint
CREATE TABLE `poll_voters` (
	`poll_id` text NOT NULL,
	`account_id` text NOT NULL,
	PRIMARY KEY(`poll_id`, `account_id`),
	FOREIGN KEY (`poll_id`) REFERENCES `polls`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `poll_voters_by_account` ON `poll_voters` (`account_id`);--> statement-breakpoint
CREATE TABLE `polls` (
	`id` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`question` text NOT NULL,
	`words` text NOT NULL,
	`area_id` text NOT NULL,
	`audience` text NOT NULL,
	`works` text NOT NULL,
	`companies` text NOT NULL,
	`ballot` text NOT NULL,
	`quorum` integer NOT NULL,
	`starts_at` integer NOT NULL,
	`ends_at` integer NOT NULL,
	`version` integer NOT NULL,
	`made_by` text NOT NULL,
	`changed_at` integer NOT NULL,
	`changed_by` text NOT NULL,
	`end_words` text,
	`entitled` integer NOT NULL,
	`turnout` integer,
	`outcome` text,
	FOREIGN KEY (`made_by`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "polls_state" CHECK("polls"."state" in ('published', 'cancelled', 'counted')),
	CONSTRAINT "polls_ballot" CHECK("polls"."ballot" in ('secret', 'named')),
	CONSTRAINT "polls_span" CHECK("polls"."starts_at" <= "polls"."ends_at"),
	CONSTRAINT "polls_counted_have_an_outcome" CHECK(("polls"."state" = 'counted') = ("polls"."outcome" is not null))
);
--> statement-breakpoint
CREATE INDEX `polls_by_end` ON `polls` (`state`,`ends_at`);--> statement-breakpoint
CREATE INDEX `polls_by_area` ON `polls` (`area_id`,`ends_at`);