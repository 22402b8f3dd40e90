CREATE TABLE `former_openings` (
	`station_id` text NOT NULL,
	`until` integer NOT NULL,
	`week` text NOT NULL,
	`exceptions` text NOT NULL,
	`shut_words` text,
	PRIMARY KEY(`station_id`, `until`),
	FOREIGN KEY (`station_id`) REFERENCES `stations`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `former_suspensions` (
	`account_id` text NOT NULL,
	`at` integer NOT NULL,
	`until` integer NOT NULL,
	PRIMARY KEY(`account_id`, `at`),
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `entries_unanswered` ON `entries` (`asked_at`) WHERE "entries"."is_open" is null and "entries"."asked_at" is not null;