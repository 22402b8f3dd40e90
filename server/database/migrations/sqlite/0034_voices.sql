CREATE TABLE `links` (
	`from_kind` text NOT NULL,
	`from_ref` text NOT NULL,
	`to_kind` text NOT NULL,
	`to_ref` text NOT NULL,
	`at` integer NOT NULL,
	`by` text NOT NULL,
	PRIMARY KEY(`from_kind`, `from_ref`, `to_kind`, `to_ref`),
	CONSTRAINT "links_lead_on" CHECK("links"."from_kind" <> "links"."to_kind" or "links"."from_ref" <> "links"."to_ref")
);
--> statement-breakpoint
CREATE INDEX `links_by_target` ON `links` (`to_kind`,`to_ref`);--> statement-breakpoint
CREATE TABLE `steps` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`ref` text NOT NULL,
	`step` text NOT NULL,
	`at` integer NOT NULL,
	`part` text NOT NULL,
	`actor_id` text NOT NULL,
	`unit_id` text,
	`words` text
);
--> statement-breakpoint
CREATE INDEX `steps_by_thing` ON `steps` (`kind`,`ref`,`at`);--> statement-breakpoint
CREATE TABLE `voice_photos` (
	`voice_id` text NOT NULL,
	`hash` text NOT NULL,
	`seq` integer NOT NULL,
	PRIMARY KEY(`voice_id`, `hash`),
	FOREIGN KEY (`voice_id`) REFERENCES `voices`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `voice_photos_by_hash` ON `voice_photos` (`hash`);--> statement-breakpoint
CREATE TABLE `voice_supporters` (
	`voice_id` text NOT NULL,
	`account_id` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`voice_id`, `account_id`),
	FOREIGN KEY (`voice_id`) REFERENCES `voices`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `voice_supporters_by_person` ON `voice_supporters` (`account_id`,`at`);--> statement-breakpoint
CREATE TABLE `voice_verdicts` (
	`voice_id` text NOT NULL,
	`round` integer NOT NULL,
	`account_id` text NOT NULL,
	`is_done` integer NOT NULL,
	`words` text NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`voice_id`, `round`, `account_id`),
	FOREIGN KEY (`voice_id`) REFERENCES `voices`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `voices` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`state` text NOT NULL,
	`text` text NOT NULL,
	`page` text NOT NULL,
	`area_id` text NOT NULL,
	`account_id` text,
	`code_digest` text,
	`is_anonymous` integer NOT NULL,
	`at` integer NOT NULL,
	`shown_at` integer NOT NULL,
	`supporters` integer DEFAULT 0 NOT NULL,
	`unit_id` text,
	`awaits` text,
	`promised_at` integer,
	`due_at` integer,
	`met_at` integer,
	`choose_by` integer,
	`reply_words` text,
	`replied_at` integer,
	`replied_by` text,
	`round` integer DEFAULT 0 NOT NULL,
	`merged_into` text,
	`hide_reason` text,
	`hidden_from` text,
	`ended_by` text,
	`appealed_at` integer,
	`talk_id` text,
	`changed_at` integer NOT NULL,
	`changed_by` text NOT NULL,
	FOREIGN KEY (`unit_id`) REFERENCES `units`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`merged_into`) REFERENCES `voices`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "voices_kind" CHECK("voices"."kind" in ('wish', 'opinion', 'question', 'complaint', 'praise')),
	CONSTRAINT "voices_state" CHECK("voices"."state" in
        ('open', 'promised', 'answered', 'done', 'judged', 'declined', 'merged', 'hidden')),
	CONSTRAINT "voices_are_somebodys" CHECK(("voices"."account_id" is null) <> ("voices"."code_digest" is null)),
	CONSTRAINT "voices_supporters" CHECK("voices"."supporters" >= 0),
	CONSTRAINT "voices_merged_are_merged" CHECK("voices"."state" <> 'merged' or "voices"."merged_into" is not null),
	CONSTRAINT "voices_hidden_have_reasons" CHECK(("voices"."state" = 'hidden') = ("voices"."hide_reason" is not null)),
	CONSTRAINT "voices_promise_is_whole" CHECK(("voices"."promised_at" is null) = ("voices"."due_at" is null)),
	CONSTRAINT "voices_promised_have_days" CHECK("voices"."state" <> 'promised' or "voices"."due_at" is not null),
	CONSTRAINT "voices_reply_is_whole" CHECK(("voices"."reply_words" is null) = ("voices"."replied_at" is null))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `voices_by_code` ON `voices` (`code_digest`);--> statement-breakpoint
CREATE INDEX `voices_by_account` ON `voices` (`account_id`,`at`);--> statement-breakpoint
CREATE INDEX `voices_by_area` ON `voices` (`area_id`,`state`,`shown_at`);--> statement-breakpoint
CREATE INDEX `voices_by_unit` ON `voices` (`unit_id`) WHERE unit_id is not null;--> statement-breakpoint
CREATE INDEX `voices_merged` ON `voices` (`merged_into`) WHERE merged_into is not null;--> statement-breakpoint
CREATE INDEX `voices_by_talk` ON `voices` (`talk_id`) WHERE talk_id is not null;--> statement-breakpoint
INSERT INTO `voices` (`id`, `kind`, `state`, `text`, `page`, `area_id`, `account_id`, `is_anonymous`, `at`, `shown_at`, `awaits`, `promised_at`, `due_at`, `met_at`, `reply_words`, `replied_at`, `replied_by`, `changed_at`, `changed_by`) SELECT `id`, 'complaint', CASE WHEN `replied_at` IS NULL THEN 'open' ELSE 'answered' END, `text`, `page`, coalesce((SELECT min(`areas`.`id`) FROM `areas`), '4201'), `account_id`, 0, `at`, `at`, CASE WHEN `replied_at` IS NULL THEN 'staff' END, `at` + 1814400000, `at` + 1814400000, `replied_at`, `reply_words`, `replied_at`, `replied_by`, coalesce(`replied_at`, `at`), coalesce(`replied_by`, 'system') FROM `complaints`;--> statement-breakpoint
INSERT INTO `steps` (`id`, `kind`, `ref`, `step`, `at`, `part`, `actor_id`, `words`) SELECT `id`, 'voice', `id`, 'answered', `replied_at`, 'staff', coalesce(`replied_by`, 'system'), `reply_words` FROM `complaints` WHERE `replied_at` IS NOT NULL;--> statement-breakpoint
DROP TABLE `complaints`;