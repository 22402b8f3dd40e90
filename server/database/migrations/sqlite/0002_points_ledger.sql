DROP INDEX `point_accounts_one_per_owner`;--> statement-breakpoint
CREATE TABLE `lapse_reminders` (
	`account_id` text NOT NULL,
	`cutoff` text NOT NULL,
	`reminded_at` integer NOT NULL,
	PRIMARY KEY(`account_id`, `cutoff`)
);
--> statement-breakpoint
CREATE TABLE `point_cap_limits` (
	`cap` text PRIMARY KEY NOT NULL,
	`max` integer NOT NULL,
	`set_by` text NOT NULL,
	`set_at` integer NOT NULL,
	FOREIGN KEY (`set_by`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "point_cap_limits_max" CHECK("point_cap_limits"."max" between 0 and 100000)
);
--> statement-breakpoint
CREATE TABLE `point_corrections` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`amount` integer NOT NULL,
	`words` text NOT NULL,
	`state` text DEFAULT 'asked' NOT NULL,
	`debt` integer DEFAULT 0 NOT NULL,
	`asked_by` text NOT NULL,
	`asked_at` integer NOT NULL,
	`decided_by` text,
	`decided_at` integer,
	`decided_words` text,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`asked_by`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "point_corrections_amount" CHECK("point_corrections"."amount" <> 0 and "point_corrections"."amount" between -100000 and 100000),
	CONSTRAINT "point_corrections_state" CHECK("point_corrections"."state" in ('asked', 'approved', 'declined')),
	CONSTRAINT "point_corrections_decided" CHECK(("point_corrections"."state" = 'asked') = ("point_corrections"."decided_by" is null) and ("point_corrections"."decided_by" is null) = ("point_corrections"."decided_at" is null)),
	CONSTRAINT "point_corrections_by_two" CHECK("point_corrections"."asked_by" <> "point_corrections"."account_id" and ("point_corrections"."decided_by" is null or ("point_corrections"."decided_by" <> "point_corrections"."asked_by" and "point_corrections"."decided_by" <> "point_corrections"."account_id"))),
	CONSTRAINT "point_corrections_debt" CHECK("point_corrections"."debt" >= 0 and ("point_corrections"."debt" = 0 or ("point_corrections"."state" = 'approved' and "point_corrections"."debt" <= -"point_corrections"."amount")))
);
--> statement-breakpoint
CREATE INDEX `point_corrections_by_state` ON `point_corrections` (`state`,`asked_at`);--> statement-breakpoint
CREATE INDEX `point_corrections_by_account` ON `point_corrections` (`account_id`);--> statement-breakpoint
PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_transfers` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`debit` text NOT NULL,
	`credit` text NOT NULL,
	`amount` integer NOT NULL,
	`reason` text NOT NULL,
	`ref` text NOT NULL,
	`pending_id` text,
	`cap` text,
	`actor_id` text NOT NULL,
	`approver_id` text,
	`occurred_on` text NOT NULL,
	`note` text NOT NULL,
	`posted_at` integer NOT NULL,
	FOREIGN KEY (`debit`) REFERENCES `point_accounts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`credit`) REFERENCES `point_accounts`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "transfers_kind" CHECK("__new_transfers"."kind" in ('post', 'hold', 'settle', 'void')),
	CONSTRAINT "transfers_amount" CHECK("__new_transfers"."amount" between 1 and 1000000),
	CONSTRAINT "transfers_two_accounts" CHECK("__new_transfers"."debit" <> "__new_transfers"."credit"),
	CONSTRAINT "transfers_resolve_a_hold" CHECK(("__new_transfers"."kind" in ('settle', 'void')) = ("__new_transfers"."pending_id" is not null)),
	CONSTRAINT "transfers_award_approved" CHECK("__new_transfers"."kind" <> 'post' or "__new_transfers"."debit" <> 'issued' or ("__new_transfers"."approver_id" is not null and "__new_transfers"."approver_id" <> "__new_transfers"."debit" and "__new_transfers"."approver_id" <> "__new_transfers"."credit")),
	CONSTRAINT "transfers_correction_by_two" CHECK("__new_transfers"."reason" <> 'points.corrected' or ("__new_transfers"."approver_id" is not null and "__new_transfers"."approver_id" <> "__new_transfers"."actor_id" and "__new_transfers"."approver_id" <> "__new_transfers"."debit" and "__new_transfers"."approver_id" <> "__new_transfers"."credit" and "__new_transfers"."actor_id" <> "__new_transfers"."debit" and "__new_transfers"."actor_id" <> "__new_transfers"."credit")),
	CONSTRAINT "transfers_known_ways" CHECK(("__new_transfers"."kind" = 'post' and "__new_transfers"."debit" = 'issued' and "__new_transfers"."credit" not in ('spent', 'expired'))
    or ("__new_transfers"."kind" = 'post' and "__new_transfers"."debit" not in ('issued', 'spent', 'expired') and (("__new_transfers"."credit" = 'issued' and "__new_transfers"."reason" = 'points.corrected') or ("__new_transfers"."credit" = 'expired' and "__new_transfers"."reason" = 'points.lapsed')))
    or ("__new_transfers"."kind" <> 'post' and "__new_transfers"."debit" not in ('issued', 'spent', 'expired') and "__new_transfers"."credit" = 'spent'))
);
--> statement-breakpoint
INSERT INTO `__new_transfers`("id", "kind", "debit", "credit", "amount", "reason", "ref", "pending_id", "cap", "actor_id", "approver_id", "occurred_on", "note", "posted_at") SELECT "id", "kind", "debit", "credit", "amount", "reason", "ref", "pending_id", "cap", "actor_id", "approver_id", "occurred_on", "note", "posted_at" FROM `transfers`;--> statement-breakpoint
DROP TABLE `transfers`;--> statement-breakpoint
ALTER TABLE `__new_transfers` RENAME TO `transfers`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE UNIQUE INDEX `transfers_once_per_cause` ON `transfers` (`reason`,`ref`);--> statement-breakpoint
CREATE UNIQUE INDEX `transfers_hold_resolved_once` ON `transfers` (`pending_id`);--> statement-breakpoint
CREATE INDEX `transfers_by_credit` ON `transfers` (`credit`,`posted_at`,`id`,`kind`,`amount`);--> statement-breakpoint
CREATE INDEX `transfers_by_debit` ON `transfers` (`debit`,`posted_at`,`id`,`kind`,`amount`);--> statement-breakpoint
CREATE INDEX `transfers_by_time` ON `transfers` (`posted_at`,`id`);